import { corpusBleu } from './bleu';
import { corpusCider } from './cider';
import { tokens } from './ngrams';
import type { TextPair, TokenPair } from './pair';
import { corpusRougeL } from './rouge';

/** Corpus-level scores of generated texts, named as the command line prints them. */
export interface CaptionScores {
  readonly bleu1: number;
  readonly bleu2: number;
  readonly bleu3: number;
  readonly bleu4: number;
  readonly rougeL: number;
  readonly cider: number;
  /** Number of different predictions; a system that always says the same has 1. */
  readonly distinct: number;
}

/**
 * All text scores of a set of generated reports, equal to the public COCO caption scorers.
 * Texts are taken as tokenised: words are what stands between white space, case counts.
 */
export function captionScores(pairs: readonly TextPair[]): CaptionScores {
  const tokenPairs: TokenPair[] = pairs.map(({ reference, prediction }) => ({
    reference: tokens(reference),
    prediction: tokens(prediction),
  }));
  const [bleu1 = 0, bleu2 = 0, bleu3 = 0, bleu4 = 0] = corpusBleu(tokenPairs);
  return {
    bleu1,
    bleu2,
    bleu3,
    bleu4,
    rougeL: corpusRougeL(tokenPairs),
    cider: corpusCider(tokenPairs),
    distinct: new Set(tokenPairs.map(({ prediction }) => prediction.join(' '))).size,
  };
}
