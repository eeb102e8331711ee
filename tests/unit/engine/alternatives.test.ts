import { describe, expect, it } from 'vitest';
import { rulesFor, sentenceAlternatives, type DecodingSession } from '../../../src/engine/decoding';

const TOKENS = ['<pad>', '<bos>', '<eos>', '<unk>', '.', ',', 'a', 'b', 'c'];
const STOP = 4;
const A = 6;
const B = 7;
const C = 8;
const rules = rulesFor(TOKENS, { maxLength: 12, lengthPenalty: 0.7 });

/** A session whose probabilities depend on the tokens so far alone; it counts its steps and widest call. */
function session(probabilities: (tokens: readonly number[]) => Readonly<Record<number, number>>): {
  session: DecodingSession;
  steps: () => number;
} {
  let rows: number[][] = [];
  let steps = 0;
  return {
    steps: () => steps,
    session: {
      async next(words, parents) {
        steps += 1;
        rows = rows.length === 0 ? [[]] : words.map((word, i) => [...rows[parents[i]!]!, word]);
        const logits = Float32Array.from(
          rows.flatMap((tokens) => {
            const given = probabilities(tokens);
            return TOKENS.map((_, id) => Math.log(given[id] ?? 1e-9));
          }),
        );
        return { logits, attention: new Float32Array(rows.length) };
      },
    },
  };
}

/** Sentences of one word: after A comes B likelier than C, at the beginning A likelier than B than C. */
const language = (tokens: readonly number[]): Readonly<Record<number, number>> => {
  const last = tokens.at(-1);
  if (last !== undefined && last !== STOP) return { [STOP]: 1 };
  return tokens.length === 0 ? { [A]: 0.6, [B]: 0.3, [C]: 0.1 } : { [A]: 0.2, [B]: 0.3, [C]: 0.5 };
};

describe('alternatives of a sentence', () => {
  it('are the likeliest other sentences after those before it', async () => {
    const found = await sentenceAlternatives(session(language).session, rules, [A, STOP, C, STOP], 2);
    expect(found.map((sentences) => sentences[0]!.tokens)).toEqual([
      [B, STOP],
      [B, STOP],
    ]);
    expect(found[0]![0]!.logProbability).toBeCloseTo(Math.log(0.3), 4);
    // A alone was said before and cannot be said again.
    expect(found[1]!.map(({ tokens }) => tokens)).not.toContainEqual([A, STOP]);
  });

  it('do not hold the sentences of the report, and no more than asked for', async () => {
    const found = await sentenceAlternatives(session(language).session, rules, [A, STOP], 1);
    expect(found).toEqual([
      [{ tokens: [B, STOP], logProbability: expect.closeTo(Math.log(0.3), 4) as number }],
    ]);
  });

  it('follow a sentence of several words to its end', async () => {
    const garden = (tokens: readonly number[]): Readonly<Record<number, number>> => {
      if (tokens.length === 0) return { [A]: 0.5, [B]: 0.5 };
      if (tokens.at(-1) === A && tokens.length === 1) return { [STOP]: 0.9, [C]: 0.1 };
      if (tokens.at(-1) === B) return { [A]: 0.7, [C]: 0.3 };
      return { [STOP]: 1 };
    };
    const { session: open, steps } = session(garden);
    const [first] = await sentenceAlternatives(open, rules, [A, STOP], 3);
    expect(first!.map(({ tokens }) => tokens)).toEqual([
      [B, A, STOP],
      [B, C, STOP],
      [A, C, STOP],
    ]);
    expect(steps(), 'one step a token').toBe(3);
  });

  it('stop when asked to', async () => {
    const stop = async (): Promise<void> => {
      throw new Error('cancelled');
    };
    await expect(
      sentenceAlternatives(session(language).session, rules, [A, STOP], 2, { pause: stop }),
    ).rejects.toThrow('cancelled');
  });

  it('of an empty report are none', async () => {
    expect(await sentenceAlternatives(session(language).session, rules, [], 2)).toEqual([]);
  });
});
