import type { FilmSides } from '../domain/finding';
import { guidanceOf, type Guidance } from '../domain/report';
import {
  concludingSentences,
  guidedSentences,
  sidedSentences,
  type DecodedToken,
  type GuidedSentence,
} from './decoding';
import type { Decoder, StudyEncoding } from './decoders/decoder';

/** A token of a finished report, with the guidance of its sentence. */
export interface ReportToken extends DecodedToken, Guidance {}

/** A token that is to stand in a report, before it is read back in. */
export type MeantToken = Pick<ReportToken, 'token' | keyof Guidance>;

/** Makes the tokens of a decoded text, whole sentences, agree with the films of its study. */
export type Guide = (tokens: readonly number[]) => readonly MeantToken[];

/**
 * The guide for the findings of a study: see decoding/guided.ts and decoding/sided.ts. A sentence with a word that the
 * vocabulary lacks is not put in. Where the decoder's pack does not ask for guidance, reports stay as they are.
 */
export async function guideFor(decoder: Decoder, study: StudyEncoding, sides: FilmSides): Promise<Guide> {
  const threshold = decoder.manifest.decoding.guide;
  if (threshold === undefined) return asWritten;
  const inputs = await decoder.findingInputs(study);
  return guideOf(decoder, (sentences) =>
    sidedSentences(guidedSentences(sentences, inputs, threshold, sides.told), sides.shown, (word) =>
      decoder.rules.ids.has(word),
    ),
  );
}

/** The guide for an impression: see decoding/concluding.ts. @param findings  above it, as they are shown */
export function impressionGuide(decoder: Decoder, findings: readonly MeantToken[]): Guide {
  if (decoder.manifest.decoding.guide === undefined) return asWritten;
  const above = sentencesOf(decoder, findings);
  return guideOf(decoder, (sentences) => concludingSentences(sentences, above));
}

function asWritten(tokens: readonly number[]): MeantToken[] {
  return tokens.map((token) => ({ token }));
}

function guideOf(
  decoder: Decoder,
  guided: (sentences: readonly (readonly string[])[]) => readonly GuidedSentence[],
): Guide {
  return (tokens) => {
    const sentences = sentencesOf(decoder, asWritten(tokens)).map(({ words }) => words);
    return guided(sentences).flatMap((sentence) => {
      const known = sentence.words.flatMap((word) => decoder.rules.ids.get(word) ?? []);
      if (known.length < sentence.words.length) return [];
      return [...known, decoder.rules.fullStop].map((token) => ({ token, ...guidanceOf(sentence) }));
    });
  };
}

/** Whole sentences without their full stops. */
function sentencesOf(
  { rules: { fullStop }, vocabulary }: Decoder,
  tokens: readonly MeantToken[],
): GuidedSentence[] {
  const sentences: GuidedSentence[] = [];
  let words: string[] = [];
  for (const { token, ...guidance } of tokens) {
    if (token === fullStop) {
      sentences.push({ words, ...guidanceOf(guidance) });
      words = [];
    } else words.push(vocabulary.tokens[token] ?? '');
  }
  return sentences;
}
