import type { FilmSides } from '../domain/finding';
import { guidanceOf, type Guidance } from '../domain/report';
import { guidedSentences, sidedSentences, type DecodedToken, type GuidedSentence } from './decoding';
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
  if (threshold === undefined) return untouched;
  const inputs = await decoder.findingInputs(study);
  return guideOf(decoder, sides, (sentences) => guidedSentences(sentences, inputs, threshold));
}

/** The guide for an impression: of it, sides alone are made to agree. */
export function impressionGuide(decoder: Decoder, sides: FilmSides): Guide {
  if (decoder.manifest.decoding.guide === undefined) return untouched;
  return guideOf(decoder, sides, (sentences) => sentences.map((words) => ({ words })));
}

function untouched(tokens: readonly number[]): MeantToken[] {
  return tokens.map((token) => ({ token }));
}

function guideOf(
  { rules: { fullStop }, vocabulary: { tokens: words } }: Decoder,
  sides: FilmSides,
  guided: (sentences: readonly (readonly string[])[]) => readonly GuidedSentence[],
): Guide {
  const ids = new Map(words.map((word, id) => [word, id]));
  return (tokens) => {
    const sentences = sentencesOf(tokens, fullStop).map((sentence) => sentence.map((id) => words[id] ?? ''));
    return sidedSentences(guided(sentences), sides, (word) => ids.has(word)).flatMap((sentence) => {
      const known = sentence.words.flatMap((word) => ids.get(word) ?? []);
      if (known.length < sentence.words.length) return [];
      return [...known, fullStop].map((token) => ({ token, ...guidanceOf(sentence) }));
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
