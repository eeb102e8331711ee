/** Whether the marks are those of the text as it stands. */
export type TaggingState =
  | { readonly kind: 'current' }
  | { readonly kind: 'waiting' }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string };

/** Whether the draft is kept as it stands. */
export type SavingState =
  /** Nothing is kept: that is the default. */
  | { readonly kind: 'off' }
  | { readonly kind: 'waiting' }
  | { readonly kind: 'saved'; readonly at: string }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string };

/** Whether the model is writing the impression again. */
export type ConcludingState =
  | { readonly kind: 'idle' | 'writing' }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string };
