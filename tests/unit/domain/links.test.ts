import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Entity } from '../../../src/domain/entity';
import { siteLinks } from '../../../src/domain/links';

/** Reads `[finding]`, `<device>` and `{anatomy}` marks out of a text. */
function marked(source: string): { text: string; entities: Entity[] } {
  const entities: Entity[] = [];
  let text = '';
  for (const [, plain = '', finding, device, site] of source.matchAll(
    /([^[\]{}<>]+)|\[([^\]]+)\]|<([^>]+)>|\{([^}]+)\}/g,
  )) {
    const words = finding ?? device ?? site;
    if (words !== undefined) {
      const type = finding !== undefined ? 'DISEASE' : device !== undefined ? 'DEVICE' : 'ANATOMY';
      entities.push({ start: text.length, end: text.length + words.length, type });
    }
    text += words ?? plain;
  }
  return { text, entities };
}

/** `finding -> site, site` for every link. */
function linksOf(source: string): string[] {
  const { text, entities } = marked(source);
  const words = ({ start, end }: Entity): string => text.slice(start, end);
  return [...siteLinks(text, entities)].map(
    ([finding, sites]) => `${words(finding)} -> ${sites.map(words).join(', ')}`,
  );
}

describe('siteLinks', () => {
  it.each([
    ['a preposition', 'There is [opacity] in the {right lower lobe}.', ['opacity -> right lower lobe']],
    ['a passive', 'A 3.0 cm [nodule] is present within the {right hilum}.', ['nodule -> right hilum']],
    [
      'of',
      'Mild [degenerative changes] of the {thoracic spine}.',
      ['degenerative changes -> thoracic spine'],
    ],
    ['the first of a chain', '[Opacity] at the base of the {mediastinum}.', ['Opacity -> mediastinum']],
    ['two sites', '[Fracture] seen at {T5} and {L2}.', ['Fracture -> T5, L2']],
    [
      'a list of findings before one site',
      'Patchy [atelectasis] or [scarring] in the {left lung base}.',
      ['atelectasis -> left lung base', 'scarring -> left lung base'],
    ],
    [
      'a compound',
      '{Right lower lobe} [airspace opacity] is unchanged.',
      ['airspace opacity -> Right lower lobe'],
    ],
    [
      'a compound with words of degree',
      '{Left posterior 6th rib} healing [fracture].',
      ['fracture -> Left posterior 6th rib'],
    ],
    [
      'a compound of two sites',
      '{Right middle} and {right lower lobe} [opacities].',
      ['opacities -> Right middle, right lower lobe'],
    ],
    ['an attribute', 'The [tortuous] {aorta} is noted.', ['tortuous -> aorta']],
    [
      'an attribute and a compound',
      '[Calcified] {right lower lobe} [granuloma].',
      ['Calcified -> right lower lobe', 'granuloma -> right lower lobe'],
    ],
    ['a predicate', 'The {heart} is mildly [enlarged].', ['enlarged -> heart']],
    [
      'two predicates',
      'The {aorta} is [tortuous] and [calcified].',
      ['tortuous -> aorta', 'calcified -> aorta'],
    ],
    ['a denied predicate', 'The {heart} is not [enlarged].', ['enlarged -> heart']],
    ['with', '{Thoracic spine} with multilevel [osteophytes].', ['osteophytes -> Thoracic spine']],
    [
      'without',
      '{Osseous structures} are without acute [abnormality].',
      ['abnormality -> Osseous structures'],
    ],
    [
      'a place first',
      'In the {left midlung zone} there is a 1.5 cm [nodule].',
      ['nodule -> left midlung zone'],
    ],
    ['an apposition', 'Small [nodule], {right upper lobe}.', ['nodule -> right upper lobe']],
    [
      'an explanation shares the site',
      '[Opacity] in the {right lower lobe} may represent [pneumonia].',
      ['Opacity -> right lower lobe', 'pneumonia -> right lower lobe'],
    ],
    ['a device', '<PICC line> with tip in the {superior vena cava}.', ['PICC line -> superior vena cava']],
    [
      'a device that ends',
      '<Endotracheal tube> terminates above the {carina}.',
      ['Endotracheal tube -> carina'],
    ],
    [
      'each finding with its own site',
      '[Effusion] in the {left base} and [nodule] in the {right apex}.',
      ['Effusion -> left base', 'nodule -> right apex'],
    ],
  ])('links by %s', (_, source, links) => {
    expect(linksOf(source)).toEqual(links);
  });

  it.each([
    ['another clause', 'No [effusion], {heart} is normal in size.'],
    ['another subject', 'The {heart} is normal and there is [effusion].'],
    ['what is normal', 'The {lungs} are clear without [effusion].'],
    ['another sentence', '[Effusion] is seen. In the {right base} nothing is seen.'],
    ['a contrast', '[Emphysema] is noted but the {heart} is normal.'],
    ['a new line', 'No [effusion]\n{Heart} normal'],
    ['a list of negatives', 'No [pneumothorax], [effusion], or [edema].'],
  ])('does not link over %s', (_, source) => {
    expect(linksOf(source)).toEqual([]);
  });

  it('does not take the subject of the next clause for a second site', () => {
    expect(linksOf('[Opacity] in the {right lower lobe} and {heart} is [enlarged].')).toEqual([
      'Opacity -> right lower lobe',
      'enlarged -> heart',
    ]);
  });

  it('does not share a site over a new article', () => {
    expect(linksOf('Small [effusion] and a [nodule] in the {right upper lobe}.')).toEqual([
      'nodule -> right upper lobe',
    ]);
  });

  it('links findings to anatomy of the same text only, whatever the text', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom('in', 'the', 'is', 'and', ',', '.', '😀', '[mass]', '<clip>', '{lung}', '{rib}'),
          {
            maxLength: 20,
          },
        ),
        (parts) => {
          const { text, entities } = marked(parts.join(' '));
          for (const [finding, sites] of siteLinks(text, entities)) {
            expect(entities).toContain(finding);
            expect(finding.type).not.toBe('ANATOMY');
            expect(sites.length).toBeGreaterThan(0);
            for (const site of sites) expect(site.type).toBe('ANATOMY');
            const [first] = sites;
            const between = text.slice(
              Math.min(finding.end, first!.end),
              Math.max(finding.start, first!.start),
            );
            expect(between).not.toContain('.');
          }
        },
      ),
    );
  });
});
