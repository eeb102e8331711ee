import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  beamSearch,
  draftReports,
  greedy,
  mostAgreed,
  rulesFor,
  writeImpression,
  type DecodingSession,
} from '../../../src/engine/decoding';
import { chance, drawn } from '../../../src/engine/decoding/consensus';
import { maskedLogSoftmax, topTokens } from '../../../src/engine/decoding/log-softmax';
import { forbidden } from '../../../src/engine/decoding/rules';

const TOKENS = ['<pad>', '<bos>', '<eos>', '<unk>', '.', ',', 'a', 'b', 'c', 'xxxx', 'axxxxb'];
const EOS = 2;
const STOP = 4;
const COMMA = 5;
const A = 6;
const B = 7;
const C = 8;
const rules = rulesFor(TOKENS, { maxLength: 12, lengthPenalty: 0.7 });

/** A session whose logits depend on the tokens so far alone: it needs no network. */
function session(logitsOf: (tokens: readonly number[]) => readonly number[]): DecodingSession {
  let rows: number[][] = [];
  return {
    async next(words, parents) {
      rows = rows.length === 0 ? [[]] : words.map((word, i) => [...rows[parents[i]!]!, word]);
      const logits = Float32Array.from(rows.flatMap((tokens) => [...logitsOf(tokens)]));
      return { logits, attention: Float32Array.from(rows.flatMap(({ length }) => [length, 1])) };
    },
  };
}

/** Logits that prefer the given tokens, best first. */
function prefer(...best: number[]): number[] {
  return TOKENS.map((_, id) => (best.includes(id) ? 10 - best.indexOf(id) : 0));
}

/** Logits that are made of noise, the same for the same tokens each time; the larger `flatness`, the more alike. */
function remembered(noise: Iterator<number>, flatness: number): (tokens: readonly number[]) => number[] {
  const seen = new Map<string, number[]>();
  return (tokens) => {
    const key = tokens.join(' ');
    const made = seen.get(key) ?? TOKENS.map(() => (noise.next().value as number) / flatness);
    seen.set(key, made);
    return made;
  };
}

const ids = (written: readonly { token: number }[]): number[] => written.map(({ token }) => token);

describe('the rules', () => {
  it('never let a report compare with an earlier film, as none is read', () => {
    const vocabulary = [...TOKENS.slice(0, 4), '.', 'stable', 'cardiomegaly', 'unchanged', 'new', 'newborn'];
    const { never } = rulesFor(vocabulary, { maxLength: 12, lengthPenalty: 0.7 });
    expect(never.map((id) => vocabulary[id]).slice(3)).toEqual(['stable', 'unchanged', 'new']);
  });

  it('never allow special tokens, unknown words or removed identifiers', () => {
    for (const tokens of [[], [A], [A, STOP]]) {
      expect([...forbidden(tokens, rules)]).toEqual(expect.arrayContaining([0, 1, 3, 9, 10]));
    }
  });

  it('allow the end only after a full stop, and no empty sentence', () => {
    expect(forbidden([], rules).has(EOS)).toBe(true);
    expect(forbidden([], rules).has(STOP)).toBe(true);
    expect(forbidden([A], rules).has(EOS)).toBe(true);
    expect(forbidden([A], rules).has(STOP)).toBe(false);
    expect(forbidden([A, STOP], rules).has(EOS)).toBe(false);
    expect(forbidden([A, STOP], rules).has(STOP)).toBe(true);
  });

  it('do not let a sentence be said twice', () => {
    expect(forbidden([A, B, STOP, A, B], rules).has(STOP)).toBe(true);
    expect(forbidden([A, B, STOP, A], rules).has(STOP)).toBe(false);
    expect(forbidden([A, B, STOP, C, STOP, A, B], rules).has(STOP)).toBe(true);
    expect(forbidden([C, A, B, STOP, A, B], rules).has(STOP)).toBe(false);
    expect(forbidden([A, B, STOP, A, B, C], rules).has(STOP)).toBe(false);
  });

  it('do not let a sentence run in a circle', () => {
    expect(forbidden([A, B, C, A, B], rules).has(C)).toBe(true);
    expect(forbidden([A, B, COMMA, A, B], rules).has(COMMA)).toBe(true);
    expect(forbidden([A, COMMA, C, A, COMMA], rules).has(C)).toBe(true);
    expect(forbidden([A, B, C, STOP, A, B], rules).has(C)).toBe(false);
    expect(forbidden([B, A, C, A, B], rules).has(C)).toBe(false);
  });

  it('do not let a comma open a sentence, follow a comma, or stand before a full stop', () => {
    expect(forbidden([], rules).has(COMMA)).toBe(true);
    expect(forbidden([A, STOP], rules).has(COMMA)).toBe(true);
    expect(forbidden([A, COMMA], rules).has(COMMA)).toBe(true);
    expect(forbidden([A, COMMA], rules).has(STOP)).toBe(true);
    expect(forbidden([A], rules).has(COMMA)).toBe(false);
  });

  it('do not allow a token three times running', () => {
    expect(forbidden([A, A], rules).has(A)).toBe(true);
    expect(forbidden([A, B, A], rules).has(A)).toBe(false);
  });
});

describe('greedy decoding', () => {
  it('takes the best allowed token and keeps its attention and log-probability', async () => {
    const written = await greedy(
      session((tokens) => (tokens.length === 0 ? prefer(EOS, B) : prefer(EOS, STOP))),
      rules,
    );
    expect(ids(written)).toEqual([B, STOP]);
    expect(written[1]!.attention).toEqual(Float32Array.from([1, 1]));
    expect(written[0]!.logProbability).toBeCloseTo(-Math.log(1 + 5 * Math.exp(-9)), 3);
  });

  it('drops a sentence that the length limit cuts off', async () => {
    const written = await greedy(
      session((tokens) => (tokens.length === 4 ? prefer(STOP) : prefer(A, B))),
      { ...rules, maxLength: 8 },
    );
    expect(ids(written)).toEqual([A, A, B, A, STOP]);
  });

  it('breaks ties by the lower id', async () => {
    const written = await greedy(
      session((tokens) => prefer(...(tokens.length === 1 ? [STOP] : tokens.length === 2 ? [EOS] : []))),
      rules,
    );
    expect(ids(written)).toEqual([A, STOP]);
  });
});

describe('beam search', () => {
  /** p(B | start) = .6 leads to poor continuations, p(A | start) = .4 to a sure one. */
  const garden = (tokens: readonly number[]): number[] => {
    const logits = TOKENS.map(() => -20);
    const set = (id: number, p: number): void => void (logits[id] = Math.log(p));
    if (tokens.length === 0) {
      set(A, 0.4);
      set(B, 0.6);
    } else if (tokens.at(-1) === STOP) set(EOS, 1);
    else if (tokens[0] === A) set(STOP, 1);
    else for (const id of [STOP, A, C]) set(id, 1 / 3);
    return logits;
  };

  it('finds the likelier report that greedy decoding misses', async () => {
    expect(ids(await greedy(session(garden), rules))).toEqual([B, STOP]);
    expect(ids(await beamSearch(session(garden), rules, 2))).toEqual([A, STOP]);
  });

  it('is greedy with a width of one', async () => {
    expect(ids(await beamSearch(session(garden), rules, 1))).toEqual([B, STOP]);
  });

  it('prefers the longer of two reports with the same sum: the length normalises', async () => {
    const even = (tokens: readonly number[]): number[] => {
      const logits = TOKENS.map(() => -30);
      if (tokens.length === 0) logits[A] = 0;
      else if (tokens.length === 1) logits[STOP] = 0;
      else if (tokens.at(-1) !== STOP) logits[STOP] = 0;
      else if (tokens.length === 2) [logits[EOS], logits[B]] = [0, 0];
      else logits[EOS] = 0;
      return logits;
    };
    expect(ids(await beamSearch(session(even), rules, 2))).toEqual([A, STOP, B, STOP]);
  });

  it('keeps every word it has told, where no sentence says another again', async () => {
    const wordless = { ...rules, words: TOKENS.map(() => 'the') };
    await fc.assert(
      fc.asyncProperty(
        fc.infiniteStream(fc.integer({ min: 0, max: 50 })),
        fc.integer({ min: 1, max: 4 }),
        async (noise, width) => {
          const logitsOf = remembered(noise, 10);
          const told: number[] = [];
          const written = await beamSearch(session(logitsOf), wordless, width, {
            onToken: (token, index) => expect(told.push(token)).toBe(index + 1),
          });
          expect(told.slice(0, written.length)).toEqual(ids(written));
          checkReport(ids(written));
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('the consensus of drafts', () => {
  const CONSENSUS = { drafts: 9, temperature: 0.8 };

  it('draws numbers that are spread over 0..1 and are always the same', () => {
    expect([chance(1, 0), chance(1, 1), chance(2, 0), chance(64, 59)]).toEqual([
      1724651581 / 2 ** 32,
      2386039800 / 2 ** 32,
      1542497810 / 2 ** 32,
      626467711 / 2 ** 32,
    ]);
    const numbers = Array.from({ length: 4096 }, (_, i) => chance(1 + (i >> 5), i & 31));
    const tenths = Array.from(
      { length: 10 },
      (_, k) => numbers.filter((n) => Math.floor(n * 10) === k).length,
    );
    for (const count of tenths) expect(Math.abs(count - 409.6)).toBeLessThan(80);
  });

  it('draws a token by its share of what is allowed, sharper below a temperature of one', () => {
    const logits = Float32Array.from([0, Math.log(3), 5, Math.log(4)]);
    const draw = (number: number, temperature = 1): number =>
      drawn(logits, new Set([2]), temperature, number);
    expect([0, 0.12, 0.13, 0.49, 0.51, 0.999].map((number) => draw(number))).toEqual([0, 0, 1, 1, 3, 3]);
    expect([0.05, 0.35, 0.4].map((number) => draw(number, 0.5))).toEqual([1, 1, 3]);
    expect(drawn(logits, new Set([0, 1, 2, 3]), 1, 0.5)).toBe(-1);
  });

  it('drafts the greedy report first, the others under the same rules, each alone', async () => {
    await fc.assert(
      fc.asyncProperty(fc.infiniteStream(fc.integer({ min: 0, max: 50 })), async (noise) => {
        const logitsOf = remembered(noise, 20);
        const drafts = await draftReports(session(logitsOf), rules, CONSENSUS);
        expect(drafts).toHaveLength(10);
        expect(drafts[0]).toEqual(ids(await greedy(session(logitsOf), rules)));
        drafts.forEach(checkReport);
        const fewer = await draftReports(session(logitsOf), rules, { ...CONSENSUS, drafts: 4 });
        expect(fewer).toEqual(drafts.slice(0, 5));
      }),
      { numRuns: 40 },
    );
  });

  it('stops when the reading is cancelled', async () => {
    const pause = (): Promise<void> => Promise.reject(new Error('cancelled'));
    await expect(
      draftReports(
        session(() => prefer(A)),
        rules,
        CONSENSUS,
        { pause },
      ),
    ).rejects.toThrow();
  });

  it('takes the report that the others agree with most, of equal ones the first', () => {
    const [short, middle, long] = [
      [A, B, C, STOP],
      [A, B, C, A, STOP],
      [A, B, C, A, C, B, STOP],
    ];
    expect(mostAgreed([short, middle, long])).toBe(1);
    expect(mostAgreed([[C, C, A, STOP], middle, middle])).toBe(1);
    expect(
      mostAgreed([
        [A, STOP],
        [B, STOP],
      ]),
    ).toBe(0);
    expect(mostAgreed([[], []])).toBe(0);
  });

  it('prefers phrases that stand together to the same words apart', () => {
    const [together, apart] = [
      [A, B, C, STOP, B, A, STOP],
      [A, B, STOP, C, B, A, STOP],
    ];
    expect(mostAgreed([apart, together, [A, B, C, STOP, C, A, STOP]])).toBe(1);
  });
});

describe('greedy decoding of anything', () => {
  it('gives whole, distinct sentences without special tokens', async () => {
    await fc.assert(
      fc.asyncProperty(fc.infiniteStream(fc.integer({ min: 0, max: 50 })), async (noise) => {
        checkReport(
          ids(
            await greedy(
              session(() => TOKENS.map(() => noise.next().value! / 10)),
              rules,
            ),
          ),
        );
      }),
      { numRuns: 60 },
    );
  });
});

function checkReport(tokens: readonly number[]): void {
  expect(tokens.length).toBeLessThanOrEqual(rules.maxLength);
  const sentences = tokens
    .join(' ')
    .split(` ${STOP}`)
    .map((sentence) => sentence.trim());
  expect(sentences.pop()).toBe('');
  expect(new Set(sentences).size).toBe(sentences.length);
  expect(sentences).not.toContain('');
  for (const never of rules.never) expect(tokens).not.toContain(never);
}

describe('log-probabilities', () => {
  it('sum to one over what is allowed', () => {
    const scores = maskedLogSoftmax(Float32Array.from([3, 1, -2, 800]), new Set([3]));
    expect(scores[3]).toBe(-Infinity);
    expect(scores.slice(0, 3).reduce((sum, score) => sum + Math.exp(score), 0)).toBeCloseTo(1, 6);
  });

  it('gives the k best, ties by the lower id, masked ones never', () => {
    expect(topTokens(Float32Array.from([1, 5, 5, -Infinity, 2]), 3)).toEqual([1, 2, 4]);
    expect(topTokens(Float32Array.from([-Infinity, -Infinity]), 3)).toEqual([]);
  });
});

describe('the impression', () => {
  const findings = [A, B, STOP];

  it('is written after <bos>, the findings and <eos>', async () => {
    const read: number[] = [];
    const after = {
      async next(words: readonly number[]) {
        read.push(...words);
        const place = read.length - findings.length - 2;
        const logits = Float32Array.from(prefer([C, STOP, EOS][Math.max(place, 0)]!));
        return { logits, attention: Float32Array.from([1]) };
      },
    };
    expect(ids(await writeImpression(after, rules, findings, 9))).toEqual([C, STOP]);
    expect(read).toEqual([1, ...findings, EOS, C, STOP]);
  });

  it('may say what the findings say, and is never empty by its first word', async () => {
    const again = session((tokens) => prefer(EOS, [A, B, STOP][tokens.length % 4] ?? EOS, A));
    expect(ids(await writeImpression(again, rules, findings, 9))).toEqual([A, B, STOP]);
  });

  it('ends at its own length, with a whole sentence', async () => {
    const endless = session((tokens) => prefer([C, STOP, A, B][Math.max(tokens.length - 4, 0) % 4]!, A, B));
    const written = ids(await writeImpression(endless, rules, findings, 4));
    expect(written).toEqual([C, STOP]);
  });

  it('stops when the reading is cancelled, while the findings are read back too', async () => {
    const pause = () => Promise.reject(new Error('cancelled'));
    await expect(
      writeImpression(
        session(() => prefer(A)),
        rules,
        findings,
        9,
        { pause },
      ),
    ).rejects.toThrow('cancelled');
  });
});
