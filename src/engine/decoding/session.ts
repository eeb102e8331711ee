/** What a decoder says about the next word of each hypothesis, row by row. */
export interface NextWord {
  /** Before any mask, row-major [rows, vocabulary]. */
  readonly logits: Float32Array;
  /** Attention over the slots, row-major [rows, slots]; each row sums to 1. */
  readonly attention: Float32Array;
}

/**
 * A decoder at work on one study: the only thing a decoding strategy knows of a network. It begins with one
 * row; each call makes the rows of the next one.
 */
export interface DecodingSession {
  /**
   * @param words    the word before, for each row
   * @param parents  which row of the call before each row goes on from; of the first call: [0]
   */
  next(words: readonly number[], parents: readonly number[]): Promise<NextWord>;
}

/** One generated token. */
export interface DecodedToken {
  readonly token: number;
  /** Natural log of its probability among the tokens that the rules allowed. */
  readonly logProbability: number;
  /** Attention over the slots; sums to 1. */
  readonly attention: Float32Array;
}

/** Called once for each token, in order, when nothing can change it any more. */
export type TokenListener = (token: number, index: number) => void;

export interface DecodingOptions {
  readonly onToken?: TokenListener;
  /** Awaited before every step: lets other work run, and throws when the reading is cancelled. */
  readonly pause?: () => Promise<void>;
}
