import type { FindingName } from '../domain/finding';
import { guidedSentences, type DecodedToken } from './decoding';
import type { Decoder, StudyEncoding } from './decoders/decoder';

/** A token of a finished report. */
export interface ReportToken extends DecodedToken {
  /** The finding that its sentence was put in for; absent from what the decoder wrote by itself. */
  readonly putInFor?: FindingName;
}

/** A token that is to stand in a report, before it is read back in. */
export type MeantToken = Pick<ReportToken, 'token' | 'putInFor'>;

/** Makes the tokens of a decoded report, whole sentences, agree with the findings of its study. */
export type Guide = (tokens: readonly number[]) => readonly MeantToken[];

/**
 * The guide for the reports of a study: see decoding/guided.ts. A sentence with a word that the vocabulary lacks is not
 * put in. Where the decoder's pack does not ask for guidance, reports stay as they are.
 */
export async function guideFor(decoder: Decoder, study: StudyEncoding): Promise<Guide> {
  const threshold = decoder.manifest.decoding.guide;
  if (threshold === undefined) return (tokens) => tokens.map((token) => ({ token }));
  const { fullStop } = decoder.rules;
  const { tokens: words } = decoder.vocabulary;
  const ids = new Map(words.map((word, id) => [word, id]));
  const inputs = await decoder.findingInputs(study);
  return (tokens) => {
    const sentences = sentencesOf(tokens, fullStop).map((sentence) => sentence.map((id) => words[id] ?? ''));
    return guidedSentences(sentences, inputs, threshold).flatMap(({ words: sentence, finding }) => {
      const known = sentence.flatMap((word) => ids.get(word) ?? []);
      if (known.length < sentence.length) return [];
      return [...known, fullStop].map((token) => (finding ? { token, putInFor: finding } : { token }));
    });
  };
}

/** Whole sentences without their full stops. */
function sentencesOf(tokens: readonly number[], fullStop: number): number[][] {
  const sentences: number[][] = [];
  let start = 0;
  tokens.forEach((token, place) => {
    if (token !== fullStop) return;
    sentences.push(tokens.slice(start, place));
    start = place + 1;
  });
  return sentences;
}
