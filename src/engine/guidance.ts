import type { FindingName } from '../domain/finding';
import { guidedSentences, readBack, type DecodedToken, type DecodingOptions } from './decoding';
import type { Decoder, StudyEncoding } from './decoders/decoder';

/** A token of a finished report. */
export interface ReportToken extends DecodedToken {
  /** The finding that its sentence was put in for; absent from what the decoder wrote by itself. */
  readonly putInFor?: FindingName;
}

/**
 * A decoded report, made to agree with the findings that the decoder was told where its pack asks for that; see
 * decoding/guided.ts. A sentence with a word that the vocabulary lacks is not put in.
 */
export async function guided(
  decoder: Decoder,
  study: StudyEncoding,
  decoded: readonly DecodedToken[],
  options: Pick<DecodingOptions, 'pause'>,
): Promise<readonly ReportToken[]> {
  const threshold = decoder.manifest.decoding.guide;
  if (threshold === undefined) return decoded;
  const { fullStop } = decoder.rules;
  const { tokens: words } = decoder.vocabulary;
  const ids = new Map(words.map((word, id) => [word, id]));
  const told = decoded.map(({ token }) => token);
  const sentences = sentencesOf(told, fullStop).map((sentence) => sentence.map((id) => words[id] ?? ''));
  const meant = guidedSentences(sentences, await decoder.findingInputs(study), threshold).flatMap(
    ({ words: sentence, finding }) => {
      const known = sentence.flatMap((word) => ids.get(word) ?? []);
      return known.length === sentence.length ? [{ tokens: [...known, fullStop], finding }] : [];
    },
  );
  const tokens = meant.flatMap((sentence) => sentence.tokens);
  if (tokens.length === told.length && tokens.every((token, i) => token === told[i])) return decoded;
  const session = decoder.open(study);
  try {
    const read = await readBack(session, decoder.rules, tokens, options);
    const findings = meant.flatMap((sentence) => sentence.tokens.map(() => sentence.finding));
    return read.map((token, i) => {
      const putInFor = findings[i];
      return putInFor ? { ...token, putInFor } : token;
    });
  } finally {
    session.close();
  }
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
