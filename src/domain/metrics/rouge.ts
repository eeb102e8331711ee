import type { TokenPair } from './pair';

/** Weight of recall against precision in the COCO scorer. */
const BETA = 1.2;

/** Length of the longest common subsequence of two token lists. */
export function longestCommonSubsequence<Token>(a: readonly Token[], b: readonly Token[]): number {
  const row = new Array<number>(b.length + 1).fill(0);
  for (const token of a) {
    let diagonal = 0;
    for (let column = 1; column <= b.length; column++) {
      const above = row[column] ?? 0;
      const left = row[column - 1] ?? 0;
      row[column] = token === b[column - 1] ? diagonal + 1 : Math.max(above, left);
      diagonal = above;
    }
  }
  return row[b.length] ?? 0;
}

/** ROUGE-L (Lin 2004) of one pair, 0..1; a pair with an empty side scores 0. */
export function rougeL<Token>({ reference, prediction }: TokenPair<Token>): number {
  const common = longestCommonSubsequence(prediction, reference);
  if (common === 0) return 0;
  const precision = common / prediction.length;
  const recall = common / reference.length;
  return ((1 + BETA ** 2) * precision * recall) / (recall + BETA ** 2 * precision);
}

/** Mean ROUGE-L over the pairs, 0..1; 0 without any. */
export function corpusRougeL(pairs: readonly TokenPair[]): number {
  if (pairs.length === 0) return 0;
  return pairs.reduce((sum, pair) => sum + rougeL(pair), 0) / pairs.length;
}
