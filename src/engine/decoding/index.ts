export { sentenceAlternatives, type DecodedSentence } from './alternatives';
export { beamSearch } from './beam';
export { draftReports, mostAgreed, USUAL_CONSENSUS } from './consensus';
export { greedy } from './greedy';
export { guidedSentences, type GuidedSentence } from './guided';
export { writeImpression } from './impression';
export { readBack } from './read-back';
export { rulesFor, type DecodingRules } from './rules';
export type { DecodedToken, DecodingOptions, DecodingSession, NextWord, TokenListener } from './session';
