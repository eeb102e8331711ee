export { sentenceAlternatives, type DecodedSentence } from './alternatives';
export { beamSearch } from './beam';
export { greedy } from './greedy';
export { writeImpression } from './impression';
export { rulesFor, type DecodingRules } from './rules';
export type { DecodedToken, DecodingOptions, DecodingSession, NextWord, TokenListener } from './session';
