import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GLOSSARY, rewritePlain } from '../../../../src/domain/plain';
import { countNegations, meaningOf } from '../../../../src/domain/plain/guard';
import { marked, REPORTS } from './reports';

const plain = (source: string): string => {
  const { text, entities } = marked(source);
  return rewritePlain(text, entities).text;
};

describe('a report in plain words', () => {
  it.each([
    ['No [pleural effusion|D-].', 'No fluid around the lungs.'],
    ['The [heart|A] is [enlarged|D+].', 'The heart is larger than normal.'],
    ['[Lungs|A] are clear.', 'The lungs are clear.'],
    ['Clear [lungs|A].', 'The lungs are clear.'],
    ['[Heart|A] size normal.', 'The heart size is normal.'],
    [
      'The [cardiomediastinal silhouette|A] is unremarkable.',
      'The outline of the heart and mid-chest looks normal.',
    ],
    ['No acute [cardiopulmonary abnormality|D-].', 'No new heart or lung problem.'],
    ['[Lungs|A] clear without [pneumothorax|D-].', 'The lungs are clear with no air leak around the lung.'],
    ['Without [pneumothorax|D-].', 'With no air leak around the lung.'],
    ['[Opacity|D+] may represent [pneumonia|D?].', 'A cloudy area may be a lung infection (pneumonia).'],
    ['[Tortuous|D+] [aorta|A].', 'The main artery is more winding than normal.'],
  ])('writes %s as %s', (source, expected) => {
    expect(plain(source)).toBe(expected);
  });

  it.each([
    [
      'Small bilateral [pleural effusions|D+] are seen.',
      'A small amount of fluid around both lungs is seen.',
    ],
    ['There are [pleural effusions|D+].', 'There is fluid around the lungs.'],
    ['A [pleural effusion|D+] is noted.', 'Fluid around the lungs is seen.'],
    ['[Degenerative changes|D+] of the [spine|A] are noted.', 'Wear and tear of the spine is seen.'],
    ['[Pulmonary vasculature|A] is normal.', 'The blood vessels of the lungs are normal.'],
    [
      '[Cardiomegaly|D+] and [emphysema|D+] are present.',
      'An enlarged heart and damaged air sacs (emphysema) are present.',
    ],
    ['There is a [calcified nodule|D+].', 'There is a hard, chalky spot.'],
    ['There is [opacity|D+].', 'There is a cloudy area.'],
  ])('keeps articles and verbs right: %s', (source, expected) => {
    expect(plain(source)).toBe(expected);
  });

  it.each([
    ['[Right lower lobe|A] [nodule|D+].', 'A round spot in the lower part of the right lung.'],
    [
      'Mild left basilar [atelectasis|D+].',
      'A small amount of collapsed lung tissue at the bottom of the left lung.',
    ],
    [
      'Right greater than left basilar [opacities|D+].',
      'Right greater than left cloudy areas at the bottom of the lung.',
    ],
    [
      'Small to moderate left [pleural effusion|D+].',
      'A small to medium amount of fluid around the left lung.',
    ],
    ['Mild [cardiomegaly|D+].', 'A slightly enlarged heart.'],
    ['Old left [rib fractures|D+].', 'Old broken bones on the left side.'],
    ['A 5 mm [nodule|D+].', 'A 5 mm round spot.'],
  ])('keeps side, degree and place: %s', (source, expected) => {
    expect(plain(source)).toBe(expected);
  });

  it('gives each tagged term once, in place, with what it means', () => {
    const { text, entities } = marked('No [pleural effusion|D-]. [Wibble sign|D+] of the [heart|A].');
    const { segments, explained, unknown } = rewritePlain(text, entities);
    expect(segments.filter(({ kind }) => kind !== 'text')).toMatchObject([
      {
        kind: 'term',
        text: 'fluid around the lungs',
        original: 'pleural effusion',
        start: 3,
        end: 19,
        assertion: 'absent',
      },
      { kind: 'unknown', text: 'Wibble sign', original: 'Wibble sign', assertion: 'present' },
      { kind: 'term', text: 'heart', original: 'heart' },
    ]);
    expect(explained.map(({ term }) => term)).toEqual(['pleural effusion', 'heart']);
    expect(unknown).toEqual(['Wibble sign']);
  });

  it('takes an empty text, spans outside the text, line breaks and place-holder characters', () => {
    expect(rewritePlain('', []).segments).toEqual([]);
    expect(rewritePlain('Clear.', [{ start: 4, end: 99, type: 'DISEASE' }]).text).toBe('Clear.');
    expect(rewritePlain('1. Done.\n2. Well \uE000.', []).text).toBe('1. Done.\n2. Well \uFFFD.');
  });

  it('takes a long text with thousands of terms and no full stop', () => {
    const { text, entities } = marked('no [edema|D-], '.repeat(3000));
    const { segments } = rewritePlain(text, entities);
    expect(segments.filter(({ kind }) => kind === 'term')).toHaveLength(3000);
  });
});

describe('what a rewriting may never change', () => {
  const joinedReports = fc
    .shuffledSubarray(
      REPORTS.flatMap((report) => report.split(/(?<=\.) /)),
      { minLength: 1, maxLength: 8 },
    )
    .map((sentences) => marked(sentences.join(' ')));

  it('the number of denials, sides and numbers', () => {
    fc.assert(
      fc.property(joinedReports, ({ text, entities }) => {
        const before = meaningOf(text);
        const after = meaningOf(rewritePlain(text, entities).text);
        expect(after.negations).toBe(before.negations);
        expect(after.sides).toEqual(before.sides);
        expect(after.numbers).toEqual(before.numbers);
      }),
    );
  });

  it('every term is there once and every absent one stands in a sentence that denies it', () => {
    fc.assert(
      fc.property(joinedReports, ({ text, entities }) => {
        const { segments } = rewritePlain(text, entities);
        const terms = segments.filter((segment) => segment.kind !== 'text');
        expect(terms.map(({ start }) => start).sort((a, b) => a - b)).toEqual(
          entities.map(({ start }) => start),
        );
        let sentence = '';
        for (const segment of segments) {
          const from = segment.kind === 'text' ? segment.text.lastIndexOf('. ') : -1;
          sentence = from >= 0 ? segment.text.slice(from + 2) : sentence + segment.text;
          if (segment.kind !== 'text' && segment.assertion === 'absent')
            expect(countNegations(sentence)).toBeGreaterThan(0);
        }
      }),
    );
  });

  it('hedges stay hedges', () => {
    for (const words of [
      'may represent',
      'possible',
      'suggestive of',
      'versus',
      'concerning for',
      'likely',
    ]) {
      const { text, entities } = marked(`[Opacity|D+] ${words} [pneumonia|D?].`);
      expect(meaningOf(rewritePlain(text, entities).text).isHedged, words).toBe(true);
    }
  });

  it('a sentence in which a rule would lose a side keeps its own words', () => {
    const { text, entities } = marked('Left and right basilar [atelectasis|D+].');
    const after = rewritePlain(text, entities).text;
    expect(meaningOf(after).sides).toEqual(['left', 'right']);
  });

  it('grammar: no "a" before what is not counted, no doubled article, a capital at each start', () => {
    const mass = GLOSSARY.filter(({ kind }) => kind === 'mass' || kind === 'substance' || kind === 'plural');
    for (const source of REPORTS) {
      const text = plain(source);
      expect(text).not.toMatch(/\b(a|an|the) (a|an|the|both)\b/i);
      expect(text).not.toMatch(/\ba [aeio]\w/i);
      expect(text).not.toMatch(/\bbe#|[\uE000-\uF8FF]|\[|\bSIDE\b/);
      for (const { plain: phrase } of mass) expect(text).not.toContain(` a ${phrase.split('[')[0]!.trim()} `);
      for (const sentence of text.split(/(?<=\.) /))
        expect(sentence.charAt(0)).toBe(sentence.charAt(0).toUpperCase());
    }
  });
});
