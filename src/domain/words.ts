/** One word of a text. */
export interface TextWord {
  /** Lower case, without accents: what the vocabulary is looked up with. May be empty. */
  readonly norm: string;
  /** Place in UTF-16 code units, `end` exclusive. */
  readonly start: number;
  readonly end: number;
}

/** A run of letters, digits and combining marks, or any other character that is no white space. */
const WORD = /[\p{L}\p{N}\p{M}]+|[^\s\p{L}\p{N}\p{M}]/gu;

/**
 * The words of a text in order, as the training code splits it (training/tagger/words.py): letters, digits and
 * marks run together; every other character, an emoji too, is a word of its own.
 */
export function splitWords(text: string): TextWord[] {
  return Array.from(text.matchAll(WORD), ({ 0: word, index }) => ({
    norm: normalForm(word),
    start: index,
    end: index + word.length,
  }));
}

/** Lower case, canonically decomposed, combining marks dropped (BERT's uncased normal form). */
export function normalForm(word: string): string {
  return word
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '');
}
