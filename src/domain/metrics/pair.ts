/** What was written by a person and what a model wrote for the same study, already tokenised. */
export interface TextPair {
  readonly reference: string;
  readonly prediction: string;
}

/** The same pair split into tokens. */
export interface TokenPair {
  readonly reference: readonly string[];
  readonly prediction: readonly string[];
}
