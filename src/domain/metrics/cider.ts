import { LONGEST_NGRAM, ngramCounts } from './ngrams';
import type { TokenPair } from './pair';

/** Width of the Gaussian that punishes a difference of length. */
const SIGMA = 6;

/** One text as weights of its n-grams, a map for each length, with the norm of each. */
export interface Terms {
  readonly weights: readonly ReadonlyMap<string, number>[];
  readonly norms: readonly number[];
  /** Number of bigrams: the length the public scorer compares. */
  readonly bigrams: number;
}

/**
 * CIDEr of a corpus as pycocoevalcap's `cider_scorer.py` computes it: the variant with clipped
 * counts and a length penalty (CIDEr-D of Vedantam et al. 2015), times ten. Document frequencies
 * come from the references of this very corpus, so one pair alone scores 0.
 *
 * @returns 0..10, the mean over the pairs; 0 without any
 */
export function corpusCider(pairs: readonly TokenPair[]): number {
  if (pairs.length === 0) return 0;
  const frequencies = documentFrequencies(pairs);
  const logDocuments = Math.log(pairs.length);
  const tfIdf = (words: readonly string[]): Terms =>
    termsOf(words, (ngram) => logDocuments - Math.log(Math.max(1, frequencies.get(ngram) ?? 0)));
  let sum = 0;
  for (const { reference, prediction } of pairs) {
    sum += similarity(tfIdf(reference), tfIdf(prediction));
  }
  return (10 * sum) / pairs.length;
}

/** Terms that all weigh alike: CIDEr without document frequencies, for texts of no corpus. */
export function plainTerms(words: readonly (string | number)[]): Terms {
  return termsOf(words, () => 1);
}

/** In how many references each n-gram occurs. */
function documentFrequencies(pairs: readonly TokenPair[]): Map<string, number> {
  const frequencies = new Map<string, number>();
  for (const { reference } of pairs) {
    for (let n = 1; n <= LONGEST_NGRAM; n++) {
      for (const ngram of ngramCounts(reference, n).keys()) {
        frequencies.set(ngram, (frequencies.get(ngram) ?? 0) + 1);
      }
    }
  }
  return frequencies;
}

function termsOf(words: readonly (string | number)[], weigh: (ngram: string) => number): Terms {
  const weights: Map<string, number>[] = [];
  const norms: number[] = [];
  for (let n = 1; n <= LONGEST_NGRAM; n++) {
    const terms = new Map<string, number>();
    let squares = 0;
    for (const [ngram, count] of ngramCounts(words, n)) {
      const weight = count * weigh(ngram);
      terms.set(ngram, weight);
      squares += weight ** 2;
    }
    weights.push(terms);
    norms.push(Math.sqrt(squares));
  }
  return { weights, norms, bigrams: Math.max(0, words.length - 1) };
}

/** Mean over the n-gram lengths of the clipped cosine, under the length penalty; 0..1. */
export function similarity(reference: Terms, prediction: Terms): number {
  let sum = 0;
  prediction.weights.forEach((terms, index) => {
    const norms = (reference.norms[index] ?? 0) * (prediction.norms[index] ?? 0);
    if (norms === 0) return;
    let product = 0;
    for (const [ngram, weight] of terms) {
      const inReference = reference.weights[index]?.get(ngram) ?? 0;
      product += Math.min(weight, inReference) * inReference;
    }
    sum += product / norms;
  });
  const difference = prediction.bigrams - reference.bigrams;
  return (sum / LONGEST_NGRAM) * Math.exp(-(difference ** 2) / (2 * SIGMA ** 2));
}
