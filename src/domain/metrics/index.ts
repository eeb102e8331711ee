export { corpusBleu } from './bleu';
export { captionScores, type CaptionScores } from './captionScores';
export { corpusCider, plainTerms, similarity, type Terms } from './cider';
export { tokens } from './ngrams';
export type { TextPair, TokenPair } from './pair';
export { corpusRougeL, longestCommonSubsequence, rougeL } from './rouge';
