import { findingWords, type FindingName } from './finding';
import type { SentenceConcern } from './report';

/** Beside one of these no impression may say that nothing is acute. */
const ACUTE: readonly FindingName[] = [
  'Pneumothorax',
  'Effusion',
  'Edema',
  'Consolidation',
  'Infiltration',
  'Pneumonia',
];

/** Beside these alone a chest may be called normal. */
const BESIDE_NORMAL: ReadonlySet<FindingName> = new Set(['Support_Devices', 'No Finding']);

const NOTHING_ACUTE = /\b(?:no|without|negative for)\b(?: \w+){0,4}? (?:acute|active)\b/;
/** What is said of bones alone does not speak of the lungs. */
const OF_BONES = /\b(?:bon[ey]\w*|osseous|skeletal|fractures?)\b/;
const NORMAL_CHEST = /\b(?:normal|negative|unremarkable) (?:\w+ )?(?:chest|exam\w*|radiographs?|study)\b/;

/**
 * Whether a sentence of the impression denies what the findings above it state: that nothing is acute, or that the
 * chest is normal. Finding heads cannot judge such a sentence, as it names no finding.
 * @param sentence  of the impression
 * @param stated    findings that the findings section states
 */
export function conclusionConcern(
  sentence: string,
  stated: ReadonlySet<FindingName>,
): SentenceConcern | undefined {
  const text = sentence.toLowerCase();
  const saysNormal = NORMAL_CHEST.test(text);
  const saysNothingAcute = NOTHING_ACUTE.test(text) && !OF_BONES.test(text);
  const denied = saysNormal
    ? [...stated].filter((name) => !BESIDE_NORMAL.has(name))
    : saysNothingAcute
      ? ACUTE.filter((name) => stated.has(name))
      : [];
  if (denied.length === 0) return undefined;
  return {
    kind: 'unlike-findings',
    reason:
      `The findings above state ${denied.map(findingWords).join(', ')}; ` +
      `this sentence says that ${saysNormal ? 'the chest is normal' : 'nothing is acute'}.`,
  };
}
