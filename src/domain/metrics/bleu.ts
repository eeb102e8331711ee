import { LONGEST_NGRAM, ngramCounts } from './ngrams';
import type { TokenPair } from './pair';

/** The two terms which the COCO scorer adds so that it never divides by zero. */
const TINY = 1e-15;
const SMALL = 1e-9;

/**
 * BLEU-1 to BLEU-4 (Papineni et al. 2002) of a corpus with one reference a text: clipped n-gram
 * matches and lengths are summed over the corpus before any division.
 *
 * The added terms are those of `bleu_scorer.py` of pycocoevalcap, so that its figures are met to
 * the last digits. With one reference, "closest reference length" is that reference's length.
 *
 * @returns four numbers in 0..1, the n-th for n-grams up to length n
 */
export function corpusBleu(pairs: readonly TokenPair[]): number[] {
  const matched = new Array<number>(LONGEST_NGRAM).fill(0);
  const written = new Array<number>(LONGEST_NGRAM).fill(0);
  let predictedLength = 0;
  let referenceLength = 0;
  for (const { reference, prediction } of pairs) {
    predictedLength += prediction.length;
    referenceLength += reference.length;
    for (let n = 1; n <= LONGEST_NGRAM; n++) {
      written[n - 1] = (written[n - 1] ?? 0) + Math.max(0, prediction.length - n + 1);
      matched[n - 1] = (matched[n - 1] ?? 0) + clippedMatches(reference, prediction, n);
    }
  }
  const ratio = (predictedLength + TINY) / (referenceLength + SMALL);
  const brevityPenalty = ratio < 1 ? Math.exp(1 - 1 / ratio) : 1;
  let product = 1;
  return matched.map((count, index) => {
    product *= (count + TINY) / ((written[index] ?? 0) + SMALL);
    return product ** (1 / (index + 1)) * brevityPenalty;
  });
}

/** How many n-grams of the prediction the reference holds, each at most as often as it does. */
function clippedMatches(reference: readonly string[], prediction: readonly string[], n: number): number {
  const inReference = ngramCounts(reference, n);
  let matches = 0;
  for (const [ngram, count] of ngramCounts(prediction, n)) {
    matches += Math.min(count, inReference.get(ngram) ?? 0);
  }
  return matches;
}
