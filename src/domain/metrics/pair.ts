/** What was written by a person and what a model wrote for the same study, already tokenised. */
export interface TextPair {
  readonly reference: string;
  readonly prediction: string;
}

/** The same pair split into tokens: words, or their ids. */
export interface TokenPair<Token = string> {
  readonly reference: readonly Token[];
  readonly prediction: readonly Token[];
}
