export { sentenceAlternatives, type DecodedSentence } from './alternatives';
export { beamSearch } from './beam';
export { greedy } from './greedy';
export { rulesFor, type DecodingRules } from './rules';
export type { DecodedToken, DecodingOptions, DecodingSession, NextWord, TokenListener } from './session';
