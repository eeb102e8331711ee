import { sentencesOf } from '../../domain/sentences';
import { UNK } from '../decoding/special-tokens';
import type { DecoderVocabulary } from './vocabulary';

const FULL_STOP = '.';
const COMMA = ',';
const WORD = /\d+(?:\.\d+)+|[a-z0-9]+(?:[-/'][a-z0-9]+)*|,/g;

/** A text as ids of a decoder's words; words that it does not know are <unk>. */
export function textTokens(text: string, { tokens }: Pick<DecoderVocabulary, 'tokens'>): number[] {
  const ids = new Map(tokens.map((token, id) => [token, id]));
  return tokensOfText(text).map((token) => ids.get(token) ?? UNK);
}

/**
 * The words of any text as the training code cuts the reports (training/text/preparation.py): lower case, commas,
 * and a full stop after each sentence; what stands in brackets is left out.
 */
export function tokensOfText(text: string): string[] {
  return sentencesOf(text).flatMap(({ start, end }) => {
    const sentence = text
      .slice(start, end)
      .toLowerCase()
      .replaceAll(/\([^)]*\)/g, ' ');
    const words = (sentence.match(WORD) ?? []).filter(
      (word, i, all) => word !== COMMA || (i > 0 && i < all.length - 1 && all[i - 1] !== COMMA),
    );
    return words.length > 0 ? [...words, FULL_STOP] : [];
  });
}
