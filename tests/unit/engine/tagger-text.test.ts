import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { spansOf } from '../../../src/engine/tagger/spans';
import { bioGrammar, viterbi } from '../../../src/engine/tagger/viterbi';
import { windowsOver } from '../../../src/engine/tagger/windows';
import { UNK, WordPiece } from '../../../src/engine/tagger/word-piece';
import { splitWords } from '../../../src/domain/words';

const anyText = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: 'binary' }),
  fc
    .array(
      fc.constantFrom(
        'e\u0301',
        'É',
        '心臓',
        '👩‍⚕️',
        ' ',
        '\t',
        '.',
        'co-op',
        'ﬁ',
        '\ud83d',
        '\u0000',
        'İ',
        'ß',
        '½',
      ),
    )
    .map((parts) => parts.join('')),
);

describe('splitWords', () => {
  it.each([
    ['Heart size, normal.', ['Heart', 'size', ',', 'normal', '.']],
    ['5-mm (T12)', ['5', '-', 'mm', '(', 'T12', ')']],
    ['cafe\u0301 NAÏVE', ['cafe\u0301', 'NAÏVE']],
    ['心臓 x', ['心臓', 'x']],
    ['a😀b', ['a', '😀', 'b']],
    ['', []],
    [' \n\u00a0', []],
  ])('cuts %j', (text, words) => {
    expect(splitWords(text).map(({ start, end }) => text.slice(start, end))).toEqual(words);
  });

  it('lower-cases and drops accents, whether composed or combining', () => {
    expect(splitWords('É e\u0301 ÅNGSTRÖM').map(({ norm }) => norm)).toEqual(['e', 'e', 'angstrom']);
  });

  it('gives sorted offsets of the text as given, whatever it holds', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        let end = 0;
        for (const word of splitWords(text)) {
          expect(word.start).toBeGreaterThanOrEqual(end);
          expect(text.slice(end, word.start).trim()).toBe('');
          expect(text.slice(word.start, word.end)).not.toMatch(/^\s|\s$/);
          expect(word.end).toBeGreaterThan(word.start);
          end = word.end;
        }
        expect(text.slice(end).trim()).toBe('');
      }),
      { numRuns: 300 },
    );
  });
});

describe('WordPiece', () => {
  const vocabulary = new WordPiece([
    '[PAD]',
    '[UNK]',
    '[CLS]',
    '[SEP]',
    '[MASK]',
    'pneumo',
    '##thorax',
    '##t',
    'p',
    '😀',
  ]);

  it('takes the longest pieces first', () => {
    expect(vocabulary.pieces('pneumothorax')).toEqual([5, 6]);
    expect(vocabulary.pieces('pt')).toEqual([8, 7]);
  });

  it('cuts between code points, not inside an emoji', () => {
    expect(vocabulary.pieces('😀t')).toEqual([9, 7]);
  });

  it('gives one unknown piece for what it cannot cut, an empty or an endless word', () => {
    for (const word of ['pneumox', '', 'p' + 't'.repeat(100), 't'.repeat(100_000)]) {
      expect(vocabulary.pieces(word)).toEqual([UNK]);
    }
    expect(vocabulary.pieces('p' + 't'.repeat(99))).toHaveLength(100);
  });
});

describe('windowsOver', () => {
  it('is one window over a short text', () => {
    expect(windowsOver([1, 2, 1], 10, 4)).toEqual([{ first: 0, end: 3, from: 0, to: 3 }]);
  });

  it('answers for every word once and never holds more pieces than fit', () => {
    const lengths = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 120 });
    fc.assert(
      fc.property(
        lengths,
        fc.integer({ min: 6, max: 30 }),
        fc.integer({ min: 0, max: 12 }),
        (pieces, size, overlap) => {
          let next = 0;
          for (const { first, end, from, to } of windowsOver(pieces, size, overlap)) {
            expect(from).toBe(next);
            expect(first).toBeLessThanOrEqual(from);
            expect(to).toBeLessThanOrEqual(end);
            expect(pieces.slice(first, end).reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(size);
            next = to;
          }
          expect(next).toBe(pieces.length);
        },
      ),
    );
  });
});

describe('viterbi', () => {
  const tags = ['O', 'B-X', 'I-X', 'B-Y', 'I-Y'];

  it('never gives a sequence that BIO does not allow', () => {
    const row = fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 5, maxLength: 5 });
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 12 }), (rows) => {
        const path = viterbi(
          rows.map((scores) => Float32Array.from(scores)),
          bioGrammar(tags),
        );
        expect(path).toHaveLength(rows.length);
        path.forEach((tag, i) => {
          const name = tags[tag]!;
          const before = i > 0 ? tags[path[i - 1]!]! : 'O';
          if (name.startsWith('I-')) expect(before.slice(2)).toBe(name.slice(2));
        });
      }),
    );
  });

  it('finds the best sequence, as trying all of them does', () => {
    const transitions = Float64Array.from({ length: 25 }, (_, i) => ((i * 7) % 11) / 5 - 1);
    const grammar = bioGrammar(tags, transitions);
    const rows = Array.from({ length: 5 }, (_, r) =>
      Float32Array.from({ length: 5 }, (_, t) => (((r * 5 + t) * 13) % 17) / 6),
    );
    const total = (path: readonly number[]): number =>
      path.reduce(
        (sum, tag, i) =>
          sum + rows[i]![tag]! + (i === 0 ? grammar.starts[tag]! : grammar.transitions[path[i - 1]!]![tag]!),
        0,
      );
    let best = -Infinity;
    for (let code = 0; code < 5 ** 5; code++) {
      best = Math.max(best, total([0, 1, 2, 3, 4].map((i) => Math.floor(code / 5 ** i) % 5)));
    }
    expect(total(viterbi(rows, grammar))).toBeCloseTo(best, 9);
  });

  it('gives nothing for no words', () => {
    expect(viterbi([], bioGrammar(tags))).toEqual([]);
  });
});

describe('spansOf', () => {
  it('joins B and I of one type, and starts anew at a B, another type or the end', () => {
    expect(spansOf(['B-X', 'I-X', 'B-X', 'O', 'B-Y', 'I-X'])).toEqual([
      { first: 0, last: 1, type: 'X' },
      { first: 2, last: 2, type: 'X' },
      { first: 4, last: 4, type: 'Y' },
      { first: 5, last: 5, type: 'X' },
    ]);
  });
});
