import { readFileSync, existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { captionScores, type CaptionScores, type TextPair } from '../../../../src/domain/metrics';

const goldenFile = fileURLToPath(
  new URL('../../../../../shared/data/eval/metrics_golden.json', import.meta.url),
);

describe.skipIf(!existsSync(goldenFile))('against the public COCO caption scorers', () => {
  const golden = (existsSync(goldenFile) ? JSON.parse(readFileSync(goldenFile, 'utf8')) : { sets: {} }) as {
    sets: Record<string, { scores: CaptionScores; pairs: TextPair[] }>;
  };

  it('has sets to compare', () => {
    expect(Object.keys(golden.sets).length).toBeGreaterThanOrEqual(2);
  });

  for (const [name, { scores, pairs }] of Object.entries(golden.sets)) {
    it(`gives the same scores for ${name} (${pairs.length} pairs)`, () => {
      const ours = captionScores(pairs);
      for (const [metric, expected] of Object.entries(scores)) {
        expect(Math.abs(ours[metric as keyof CaptionScores] - expected), metric).toBeLessThanOrEqual(1e-6);
      }
    });
  }
});

describe('captionScores', () => {
  it('computes a small corpus as by hand', () => {
    const scores = captionScores([{ reference: 'heart size is normal', prediction: 'heart is normal' }]);
    const brevity = Math.exp(1 - 4 / 3);
    expect(scores.bleu1).toBeCloseTo(brevity, 8);
    expect(scores.bleu2).toBeCloseTo(Math.sqrt(1 / 2) * brevity, 8);
    // Precision 3/3, recall 3/4, beta 1.2.
    expect(scores.rougeL).toBeCloseTo((2.44 * 0.75) / (0.75 + 1.44), 12);
    expect(scores.distinct).toBe(1);
  });

  it('sums matches and lengths over the corpus before it divides', () => {
    const scores = captionScores([
      { reference: 'a b c d', prediction: 'a b c d' },
      { reference: 'e f', prediction: 'x y z w' },
    ]);
    expect(scores.bleu1).toBeCloseTo(4 / 8, 8);
    expect(scores.bleu4).toBeCloseTo(((4 / 8) * (3 / 6) * (2 / 4) * (1 / 2)) ** (1 / 4), 8);
  });

  it('counts a repeated word no more often than the reference has it', () => {
    const scores = captionScores([{ reference: 'no effusion', prediction: 'no no no no' }]);
    expect(scores.bleu1).toBeCloseTo(1 / 4, 8);
  });

  it('gives CIDEr 10 for equal texts of four words or more with words of their own', () => {
    const pairs = ['a b c d', 'e f g h'].map((text) => ({ reference: text, prediction: text }));
    expect(captionScores(pairs).cider).toBeCloseTo(10, 10);
  });

  it('computes CIDEr of a shortened text as by hand', () => {
    const scores = captionScores([
      { reference: 'a b', prediction: 'a' },
      { reference: 'c d', prediction: 'x' },
    ]);
    // Unigram cosine 1/sqrt 2 in one of four n-gram lengths, one bigram short, mean with a zero.
    const expected = ((10 / Math.SQRT2 / 4) * Math.exp(-1 / 72)) / 2;
    expect(scores.cider).toBeCloseTo(expected, 12);
  });

  it('gives words of every reference no weight in CIDEr', () => {
    const pairs = ['a', 'b'].map((word) => ({ reference: `the ${word}`, prediction: 'the' }));
    expect(captionScores(pairs).cider).toBe(0);
  });

  it('scores empty texts 0 without failing', () => {
    const scores = captionScores([{ reference: 'a b', prediction: '' }]);
    expect(scores.rougeL).toBe(0);
    expect(scores.cider).toBe(0);
    expect(scores.bleu1).toBeLessThan(1e-6);
  });

  const word = fc.constantFrom('no', 'heart', 'lungs', 'effusion', '.', 'clear');
  const text = fc.array(word, { minLength: 1, maxLength: 12 }).map((words) => words.join(' '));
  const corpus = fc.array(fc.record({ reference: text, prediction: text }), { minLength: 1, maxLength: 8 });

  it('stays within its ranges', () => {
    fc.assert(
      fc.property(corpus, (pairs) => {
        const { cider, distinct, ...fractions } = captionScores(pairs);
        for (const value of Object.values(fractions)) {
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThanOrEqual(1);
        }
        expect(cider).toBeGreaterThanOrEqual(0);
        expect(cider).toBeLessThanOrEqual(10 + 1e-9);
        expect(distinct).toBe(new Set(pairs.map((pair) => pair.prediction)).size);
      }),
    );
  });

  it('does not depend on the order of the pairs, on spacing, or on what the words are', () => {
    fc.assert(
      fc.property(corpus, (pairs) => {
        const before = captionScores(pairs);
        const rename = (value: string): string =>
          value
            .split(' ')
            .map((part) => `<${part}>`)
            .join('  ');
        const after = captionScores(
          pairs
            .map(({ reference, prediction }) => ({
              reference: rename(reference),
              prediction: rename(prediction),
            }))
            .reverse(),
        );
        for (const key of Object.keys(before) as (keyof CaptionScores)[]) {
          expect(after[key]).toBeCloseTo(before[key], 10);
        }
      }),
    );
  });

  it('finds nothing better than the reference itself', () => {
    fc.assert(
      fc.property(corpus, (pairs) => {
        const own = captionScores(pairs.map(({ reference }) => ({ reference, prediction: reference })));
        const other = captionScores(pairs);
        for (const key of ['bleu1', 'rougeL', 'cider'] as const) {
          expect(own[key]).toBeGreaterThanOrEqual(other[key] - 1e-9);
        }
        expect(own.bleu1).toBeCloseTo(1, 6);
        expect(own.rougeL).toBeCloseTo(1, 12);
      }),
    );
  });
});
