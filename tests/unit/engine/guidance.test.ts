import { describe, expect, it } from 'vitest';
import { FINDINGS, type FilmSides } from '../../../src/domain/finding';
import type { Decoder, StudyEncoding } from '../../../src/engine/decoders/decoder';
import { rulesFor } from '../../../src/engine/decoding/rules';
import { concluded, decode } from '../../../src/engine/reading';
import { writeSections } from '../../../src/engine/sections';

const WORDS = '<pad> <bos> <eos> <unk> . there is no a pleural effusion the lungs are clear left right'.split(
  ' ',
);
const FILM = { features: new Float32Array(0), findings: new Float32Array(0) };
const STUDY = { frontal: FILM } as unknown as StudyEncoding;
const EOS = 2;
const LEFT: FilmSides = { shown: { Effusion: 'left' }, told: {} };

/**
 * A decoder that writes `text` whatever it sees, and reads effusion in the films with an input of `effusion`.
 * @param maxLength  of its impression
 */
function decoderOf(text: string, effusion: number, guide?: number, maxLength = 0) {
  const report = [...text.split(' ').map((word) => WORDS.indexOf(word)), EOS];
  const sessions: { closed: boolean; words: number[] }[] = [];
  const decoder = {
    manifest: {
      decoding: {
        ...(guide === undefined ? {} : { guide }),
        ...(maxLength ? { impression: { maxLength } } : {}),
      },
    },
    vocabulary: { tokens: WORDS, cased: new Map<string, string>() },
    rules: {
      fullStop: 4,
      never: [0, 1, 3],
      maxLength: 20,
      words: WORDS,
      ids: rulesFor(WORDS, { maxLength: 20, lengthPenalty: 0.7 }).ids,
      once: new Set<number>(),
    },
    findingInputs: async () =>
      Float32Array.from(FINDINGS, (name) => (name === 'Effusion' ? effusion : name === 'Mass' ? 1 : 0)),
    open: () => {
      const session = { closed: false, words: [] as number[] };
      sessions.push(session);
      return {
        next: async (words: readonly number[]) => {
          session.words.push(words[0]!);
          const wanted = report[session.words.length - 1];
          const row = WORDS.map((_, id) => (id === wanted ? 9 : 0));
          return {
            logits: Float32Array.from(words.flatMap(() => row)),
            attention: Float32Array.of(session.words.length),
          };
        },
        close: () => (session.closed = true),
      };
    },
  };
  return { decoder: decoder as unknown as Decoder, sessions };
}

const tokensOf = (text: string): { token: number }[] =>
  text.split(' ').map((word) => ({ token: WORDS.indexOf(word) }));
const textOf = (tokens: readonly { token: number }[]): string =>
  tokens.map(({ token }) => WORDS[token]).join(' ');

describe('guidance of a decoded report', () => {
  it.each([1, 2, 'consensus'] as const)(
    'puts in what was left out, and reads all of it back for its attention: search %s',
    async (search) => {
      const { decoder, sessions } = decoderOf('there is no effusion .', 0.8, 0.7);
      const report = await decode(decoder, STUDY, search, {});
      expect(textOf(report)).toBe('there is a pleural effusion .');
      expect(report.every(({ putInFor }) => putInFor === 'Effusion')).toBe(true);
      expect(report.map(({ attention }) => attention[0])).toEqual([1, 2, 3, 4, 5, 6]);
      expect(sessions.map(({ closed }) => closed)).toEqual([true, true]);
      expect(sessions[1]!.words).toEqual([1, ...report.slice(0, -1).map(({ token }) => token)]);
    },
  );

  it('leaves a report that agrees as it was decoded', async () => {
    const { decoder, sessions } = decoderOf('there is no effusion .', 0.1, 0.7);
    const report = await decode(decoder, STUDY, 1, {});
    expect(textOf(report)).toBe('there is no effusion .');
    expect(report.some(({ putInFor }) => putInFor)).toBe(false);
    expect(sessions).toHaveLength(1);
  });

  it.each([1, 'consensus'] as const)(
    'exchanges a side that the film contradicts, and reads it back: search %s',
    async (search) => {
      const { decoder, sessions } = decoderOf('there is a right effusion .', 0.8, 0.7);
      const report = await decode(decoder, STUDY, search, { sides: LEFT });
      expect(textOf(report)).toBe('there is a left effusion .');
      expect(report.every(({ sideOf }) => sideOf === 'Effusion')).toBe(true);
      expect(sessions[1]!.words).toEqual([1, ...report.slice(0, -1).map(({ token }) => token)]);
    },
  );

  it('says the side of what it puts in where the film tells it, and reads it back', async () => {
    const { decoder, sessions } = decoderOf('the lungs are clear .', 0.8, 0.7);
    const sides: FilmSides = { ...LEFT, told: { Effusion: 'left' } };
    const report = await decode(decoder, STUDY, 1, { sides });
    expect(textOf(report)).toBe('there is a left pleural effusion .');
    expect(report.some(({ sideOf }) => sideOf)).toBe(false);
    expect(sessions[1]!.words).toContain(WORDS.indexOf('left'));
    expect(textOf(await decode(decoder, STUDY, 1, { sides: LEFT }))).toBe('there is a pleural effusion .');
  });

  it('has the impression follow from the findings, sides and all, and reads it back after them', async () => {
    const { decoder, sessions } = decoderOf('the lungs are clear . the the right effusion .', 0.8, 0.7, 20);
    const findings = tokensOf('there is a left effusion .');
    const impression = await concluded(decoder, STUDY, findings, {});
    expect(textOf(impression)).toBe('left effusion .');
    expect(impression.every(({ takenOverFor }) => takenOverFor === 'Effusion')).toBe(true);
    const [written, read] = sessions.map(({ words }) => words);
    expect(read!.slice(0, findings.length + 2)).toEqual(written!.slice(0, findings.length + 2));
    expect(read!.at(-1)).toBe(WORDS.indexOf('effusion'));
  });

  it('takes over what a given text says, whatever the film shows, but no word that it does not know', async () => {
    const { decoder } = decoderOf('the lungs are clear . the the lungs are clear .', 0.8, 0.7, 20);
    const given = (findings: string) => writeSections(decoder, STUDY, { search: 1, sides: LEFT, findings });
    expect((await given('There is a right effusion.')).text.text).toMatch(
      /\n\nRight effusion. Lungs are clear.$/,
    );
    expect((await given('There is a huge effusion.')).text.text).toMatch(/\n\nLungs are clear.$/);
  });

  it('does nothing for a pack that does not ask for it', async () => {
    const { decoder } = decoderOf('there is no effusion .', 1);
    expect(textOf(await decode(decoder, STUDY, 1, {}))).toBe('there is no effusion .');
  });

  it('tells the words of a consensus once it is found', async () => {
    const { decoder, sessions } = decoderOf('the lungs are clear .', 0);
    const told: string[] = [];
    const onToken = (token: number): void => {
      expect(sessions[0]!.closed).toBe(true);
      told.push(WORDS[token]!);
    };
    const report = await decode(decoder, STUDY, 'consensus', { onToken });
    expect(told.join(' ')).toBe(textOf(report));
    expect(report[0]!.logProbability).toBeCloseTo(9 - Math.log(Math.exp(9) + WORDS.length - 4), 5);
  });

  it('ends its session when the reading is cancelled', async () => {
    const { decoder, sessions } = decoderOf('the lungs are clear .', 0.8, 0.7);
    let calls = 0;
    const pause = async (): Promise<void> => {
      if (++calls > 8) throw new Error('cancelled');
    };
    await expect(decode(decoder, STUDY, 1, { pause })).rejects.toThrow('cancelled');
    expect(sessions.map(({ closed }) => closed)).toEqual([true, true]);
  });
});
