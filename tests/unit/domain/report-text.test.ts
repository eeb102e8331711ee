import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concernsOf } from '../../../src/domain/concerns';
import type { Entity } from '../../../src/domain/entity';
import type { Finding } from '../../../src/domain/finding';
import {
  entitiesBySection,
  impressionStart,
  joinedText,
  joinSections,
  sectionsAt,
  writeReport,
} from '../../../src/domain/report-text';

const cased = new Map([
  ['ct', 'CT'],
  ['schmorl', 'Schmorl'],
]);
const write = (text: string): string => writeReport(text.split(' ').filter(Boolean), cased).text;

describe('writeReport', () => {
  it.each([
    ['the heart is normal .', 'The heart is normal.'],
    [
      'no effusion , no pneumothorax . ct of schmorl node .',
      'No effusion, no pneumothorax. CT of Schmorl node.',
    ],
    ['lungs clear', 'Lungs clear'],
    ['', ''],
  ])('writes %j', (tokens, text) => expect(write(tokens)).toBe(text));

  it('places every token and every sentence in the text', () => {
    const words = fc.constantFrom('.', ',', 'a', 'heart', 'ct', '5.1');
    fc.assert(
      fc.property(fc.array(words), (tokens) => {
        const { text, tokens: placed, sentences } = writeReport(tokens, cased);
        expect(placed.map(({ start, end }) => text.slice(start, end))).toEqual(
          placed.map(({ written }) => written),
        );
        expect(placed.map(({ written }) => written.toLowerCase())).toEqual(tokens);
        expect(
          sentences
            .map(({ start, end }) => text.slice(start, end))
            .join(' ')
            .replace(/\s/g, ''),
        ).toBe(text.replace(/\s/g, ''));
      }),
    );
  });
});

describe('concernsOf', () => {
  const findingNamed =
    (name: Finding['name']) =>
    (probability: number, judged = true): Finding => ({ name, probability, threshold: 0.4, judged });
  const effusion = findingNamed('Effusion');
  const text = 'No acute disease. There is a small pleural effusion.';
  const sentence = { start: 18, end: text.length };
  const entity = (assertion: 'present' | 'absent' | 'uncertain'): Entity[] => [
    { start: 35, end: 51, type: 'DISEASE', assertion },
  ];

  it('marks a finding that is stated although its probability is under half its threshold', () => {
    const [concern, ...others] = concernsOf(text, sentence, entity('present'), [effusion(0.19)]);
    expect(others).toEqual([]);
    expect(concern).toEqual({
      kind: 'low-support',
      reason: 'The sentence states effusion; its probability is 0.19, under half of its threshold 0.40.',
    });
    expect(concernsOf(text, sentence, entity('present'), [effusion(0.21)])).toEqual([]);
  });

  it('marks a finding that is denied although its probability is above its threshold', () => {
    expect(concernsOf(text, sentence, entity('absent'), [effusion(0.5)])).toMatchObject([
      { kind: 'contradicted' },
    ]);
    expect(concernsOf(text, sentence, entity('absent'), [effusion(0.3)])).toEqual([]);
  });

  it('says so of a sentence that was put in, whatever else there is to say of it', () => {
    const putIn = { ...sentence, putInFor: 'Effusion' } as const;
    expect(concernsOf(text, putIn, entity('present'), [effusion(0.3)])).toMatchObject([
      { kind: 'put-in', reason: expect.stringContaining('effusion') as string },
    ]);
    expect(concernsOf(text, putIn, entity('present'), [effusion(0.1)])).toMatchObject([
      { kind: 'put-in' },
      { kind: 'low-support' },
    ]);
  });

  it('tells where a sentence of the impression was taken over from the findings', () => {
    const taken = { ...sentence, takenOverFor: 'Effusion' } as const;
    expect(concernsOf(text, taken, entity('present'), [effusion(0.9)])).toEqual([
      {
        kind: 'from-findings',
        reason: expect.stringContaining('did not say effusion as the findings do') as string,
      },
    ]);
  });

  describe('of an impression', () => {
    const concluded = (findings: string, impression: string, assertion: 'present' | 'absent' = 'present') => {
      const whole = joinedText({ findings, impression });
      const start = impressionStart({ findings, impression })!;
      const named = /pleural effusion|cardiomegaly|pacemaker/i.exec(findings);
      const entities: Entity[] = named
        ? [{ start: named.index, end: named.index + named[0].length, type: 'DISEASE', assertion }]
        : [];
      return concernsOf(whole, { start, end: whole.length }, entities, [], start);
    };

    it('marks one that calls nothing acute, or all normal, beside a finding that says otherwise', () => {
      const effusion = 'Small left pleural effusion.';
      expect(concluded(effusion, 'No acute cardiopulmonary abnormality.')).toEqual([
        {
          kind: 'unlike-findings',
          reason: 'The findings above state effusion; this sentence says that nothing is acute.',
        },
      ]);
      expect(concluded(effusion, 'No evidence of active disease.')).toHaveLength(1);
      expect(concluded('Mild cardiomegaly.', 'Normal chest x-XXXX.')).toMatchObject([
        { reason: 'The findings above state cardiomegaly; this sentence says that the chest is normal.' },
      ]);
    });

    it.each([
      ['No pleural effusion.', 'No acute cardiopulmonary abnormality.', 'absent'],
      ['Mild cardiomegaly.', 'No acute cardiopulmonary abnormality.', 'present'],
      ['Small pleural effusion.', 'No acute bony abnormality.', 'present'],
      ['Small pleural effusion.', 'Small pleural effusion.', 'present'],
      ['Left chest pacemaker.', 'Normal chest.', 'present'],
    ] as const)('leaves alone: %s %s', (findings, impression, assertion) => {
      expect(concluded(findings, impression, assertion)).toEqual([]);
    });
  });

  it('says nothing of hedged findings, of findings it cannot judge, and of other sentences', () => {
    expect(concernsOf(text, sentence, entity('uncertain'), [effusion(0.01)])).toEqual([]);
    expect(concernsOf(text, sentence, entity('present'), [effusion(0.01, false)])).toEqual([]);
    expect(concernsOf(text, { start: 0, end: 17 }, entity('present'), [effusion(0.01)])).toEqual([]);
  });

  it('takes an airspace opacity for consolidation, as guidance does', () => {
    const consolidation = findingNamed('Consolidation');
    for (const named of ['airspace opacity', 'airspace disease', 'air space opacities']) {
      const said = `There is ${named} in the right lower lobe.`;
      const entity = { start: 9, end: 9 + named.length, type: 'DISEASE' } as const;
      const concerns = (assertion: 'present' | 'absent', probability: number) =>
        concernsOf(
          said,
          { start: 0, end: said.length },
          [{ ...entity, assertion }],
          [consolidation(probability)],
        );
      expect(concerns('present', 0.1)).toMatchObject([{ kind: 'low-support' }]);
      expect(concerns('absent', 0.6)).toMatchObject([{ kind: 'contradicted' }]);
      expect(concerns('present', 0.6)).toEqual([]);
    }
  });

  it('takes a normal heart for a denial of cardiomegaly, and an enlarged one for a statement', () => {
    const heart = findingNamed('Cardiomegaly');
    const whole = (said: string) => ({ start: 0, end: said.length });
    for (const said of [
      'The heart is normal in size.',
      'Heart size within normal limits.',
      'The cardiomediastinal silhouette is normal.',
    ]) {
      expect(concernsOf(said, whole(said), [], [heart(0.6)])).toMatchObject([{ kind: 'contradicted' }]);
    }
    const enlarged = 'The heart is mildly enlarged.';
    const entities: Entity[] = [{ start: 20, end: 28, type: 'DISEASE', assertion: 'present' }];
    expect(concernsOf(enlarged, whole(enlarged), entities, [heart(0.1)])).toMatchObject([
      { kind: 'low-support' },
    ]);
    const absent = 'The heart is not enlarged.';
    const denied: Entity[] = [{ start: 17, end: 25, type: 'DISEASE', assertion: 'absent' }];
    expect(concernsOf(absent, whole(absent), denied, [heart(0.6)])).toMatchObject([{ kind: 'contradicted' }]);
  });
});

describe('findings and impression as one text', () => {
  const tokens = fc.array(fc.constantFrom('lungs', 'ct', ',', '.', 'clear'), { maxLength: 12 });

  it('are found again where they stand, with their tokens and sentences', () => {
    fc.assert(
      fc.property(tokens, tokens, (first, second) => {
        const [findings, impression] = [
          writeReport(first, cased),
          writeReport([...second, 'end', '.'], cased),
        ];
        const joined = joinSections(findings, impression);
        const sections = sectionsAt(joined.text, joined.impressionStart);
        expect(sections).toEqual({ findings: findings.text, impression: impression.text });
        expect(joinedText(sections)).toBe(joined.text);
        expect(impressionStart(sections)).toBe(joined.impressionStart);
        for (const part of ['tokens', 'sentences'] as const) {
          const texts = joined[part].map(({ start, end }) => joined.text.slice(start, end));
          expect(texts).toEqual([
            ...findings[part].map(({ start, end }) => findings.text.slice(start, end)),
            ...impression[part].map(({ start, end }) => impression.text.slice(start, end)),
          ]);
        }
        expect(
          entitiesBySection({
            entities: joined.tokens,
            ...(joined.impressionStart === undefined ? {} : { impressionStart: joined.impressionStart }),
          }),
        ).toEqual([findings.tokens, impression.tokens]);
      }),
    );
  });

  it('are the findings alone where there is no impression', () => {
    const findings = writeReport(['lungs', 'clear', '.'], cased);
    expect(joinSections(findings, writeReport([], cased))).toEqual({
      ...findings,
      impressionStart: undefined,
    });
    expect(sectionsAt('Lungs clear.', undefined)).toEqual({ findings: 'Lungs clear.', impression: '' });
  });
});
