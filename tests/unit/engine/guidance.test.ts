import { describe, expect, it } from 'vitest';
import { FINDINGS } from '../../../src/domain/finding';
import type { DecodedToken } from '../../../src/engine/decoding';
import type { Decoder, StudyEncoding } from '../../../src/engine/decoders/decoder';
import { guided } from '../../../src/engine/guidance';

const WORDS = '<pad> <bos> <eos> <unk> . there is no a pleural effusion the lungs are clear'.split(' ');
const FILM = { features: new Float32Array(0), findings: new Float32Array(0) };
const STUDY = { frontal: FILM } as unknown as StudyEncoding;

/** A decoder that reads effusion in the films with an input of `effusion`; its sessions like every word alike. */
function decoderThatReads(effusion: number, guide?: number) {
  const sessions: { closed: boolean; words: number[] }[] = [];
  const decoder = {
    manifest: { decoding: guide === undefined ? {} : { guide } },
    vocabulary: { tokens: WORDS },
    rules: { fullStop: 4, never: [0, 1, 3] },
    findingInputs: async () =>
      Float32Array.from(FINDINGS, (name) => (name === 'Effusion' ? effusion : name === 'Mass' ? 1 : 0)),
    open: () => {
      const session = { closed: false, words: [] as number[] };
      sessions.push(session);
      return {
        next: async ([word]: readonly number[]) => {
          session.words.push(word!);
          return { logits: new Float32Array(WORDS.length), attention: Float32Array.of(session.words.length) };
        },
        close: () => (session.closed = true),
      };
    },
  };
  return { decoder: decoder as unknown as Decoder, sessions };
}

function decoded(text: string): DecodedToken[] {
  return text
    .split(' ')
    .map((word) => ({ token: WORDS.indexOf(word), logProbability: -1, attention: Float32Array.of(0) }));
}

const textOf = (tokens: readonly DecodedToken[]): string => tokens.map(({ token }) => WORDS[token]).join(' ');

describe('guidance of a decoded report', () => {
  it('puts in what was left out, and reads all of it back for its attention', async () => {
    const { decoder, sessions } = decoderThatReads(0.8, 0.7);
    const report = await guided(decoder, STUDY, decoded('there is no effusion .'), {});
    expect(textOf(report)).toBe('there is a pleural effusion .');
    expect(report.every(({ putInFor }) => putInFor === 'Effusion')).toBe(true);
    expect(report.map(({ attention }) => attention[0])).toEqual([1, 2, 3, 4, 5, 6]);
    expect(report[0]!.logProbability).toBeCloseTo(Math.log(1 / (WORDS.length - 3)));
    expect(sessions).toEqual([
      { closed: true, words: [1, ...report.slice(0, -1).map(({ token }) => token)] },
    ]);
  });

  it('leaves a report that agrees as it was decoded', async () => {
    const { decoder, sessions } = decoderThatReads(0.1, 0.7);
    const report = decoded('there is no effusion .');
    expect(await guided(decoder, STUDY, report, {})).toBe(report);
    expect(sessions).toEqual([]);
  });

  it('does nothing for a pack that does not ask for it', async () => {
    const report = decoded('there is no effusion .');
    expect(await guided(decoderThatReads(1).decoder, STUDY, report, {})).toBe(report);
  });

  it('ends its session when the reading is cancelled', async () => {
    const { decoder, sessions } = decoderThatReads(0.8, 0.7);
    const pause = () => Promise.reject(new Error('cancelled'));
    await expect(guided(decoder, STUDY, decoded('the lungs are clear .'), { pause })).rejects.toThrow(
      'cancelled',
    );
    expect(sessions[0]!.closed).toBe(true);
  });
});
