/** Longest n-gram that the caption metrics look at. */
export const LONGEST_NGRAM = 4;

/** Tokens of a text that is already tokenised: maximal runs without white space. */
export function tokens(text: string): string[] {
  return text.split(/\s+/u).filter((token) => token !== '');
}

/**
 * Counts of the n-grams of one length, 1 or more.
 * The key is the n-gram's tokens joined by a space, which no token can hold.
 */
export function ngramCounts(words: readonly (string | number)[], length: number): Map<string, number> {
  const counts = new Map<string, number>();
  for (let start = 0; start + length <= words.length; start++) {
    const ngram = words.slice(start, start + length).join(' ');
    counts.set(ngram, (counts.get(ngram) ?? 0) + 1);
  }
  return counts;
}
