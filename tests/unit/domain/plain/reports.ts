import type { Assertion, Entity } from '../../../../src/domain/entity';

const TYPES: Readonly<Record<string, string>> = { D: 'DISEASE', A: 'ANATOMY', V: 'DEVICE', C: 'CHEMICAL' };
const ASSERTIONS: Readonly<Record<string, Assertion>> = { '+': 'present', '-': 'absent', '?': 'uncertain' };

/**
 * A report from its marked text: `[pleural effusion|D-]` is an absent disease, `[heart|A]` a part of the body.
 * D, V take + present, - absent, ? uncertain.
 */
export function marked(source: string): { text: string; entities: Entity[] } {
  let text = '';
  const entities: Entity[] = [];
  for (const piece of source.split(/(\[[^\]]+\])/)) {
    const found = /^\[(.+)\|([DAVC])([+?-]?)\]$/.exec(piece);
    if (!found) {
      text += piece;
      continue;
    }
    const [, words = '', type = '', assertion = ''] = found;
    const start = text.length;
    text += words;
    const said = ASSERTIONS[assertion];
    entities.push({ start, end: text.length, type: TYPES[type]!, ...(said ? { assertion: said } : {}) });
  }
  return { text, entities };
}

/** Reports written for these tests, in the style of chest reports; no patient's. */
export const REPORTS: readonly string[] = [
  'The [cardiomediastinal silhouette|A] is within normal limits. The [lungs|A] are clear. No [pleural effusion|D-] or [pneumothorax|D-]. No acute [osseous abnormality|D-].',
  '[Heart|A] size is normal. No focal [consolidation|D-], [pneumothorax|D-], or large [pleural effusion|D-] identified.',
  'Small right [pleural effusion|D+] with [right basilar|A] [atelectasis|D+]. The [heart|A] is mildly [enlarged|D+].',
  'Patchy [opacity|D+] in the [left lower lobe|A] may represent [pneumonia|D?] or [atelectasis|D?]. Recommend follow-up.',
  'There is a 7 mm [calcified granuloma|D+] in the [right upper lobe|A]. There is no [pulmonary edema|D-].',
  'Moderate [cardiomegaly|D+]. [Pulmonary vasculature|A] is [prominent|D+]. Findings are consistent with [congestive heart failure|D+].',
  'A left subclavian [PICC line|V+] terminates in the [SVC|A]. No evidence of [pneumothorax|D-].',
  'Low [lung|A] volumes. Mild [degenerative changes|D+] of the [thoracic spine|A]. [Tortuous|D+] [aorta|A].',
  'The [trachea|A] is midline. The [mediastinum|A] is unremarkable. No [free air|D-] under the [diaphragm|A].',
  '[Hyperexpanded|D+] [lungs|A] with [flattened|D+] [diaphragms|A], compatible with [emphysema|D+].',
  'Stable [sternotomy wires|V+] and [surgical clips|V+]. Old left [rib fractures|D+]. The [costophrenic angles|A] are sharp.',
  'Negative for acute [cardiopulmonary abnormality|D-].',
  'The [lungs|A] are free of focal [airspace disease|D-]. [Pneumonia|D?] cannot be excluded.',
  'Right [pneumothorax|D+] has decreased. The [chest tube|V+] is unchanged. Bilateral [pleural effusions|D+] are seen.',
  'No [mass|D-], [nodule|D-] or [adenopathy|D-]. Possible [hiatal hernia|D?]. [Scoliosis|D+] of the [spine|A] is noted.',
];
