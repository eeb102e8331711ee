/** Label sets of the tagger: the product's own, and those of the two scispaCy models of the origin. */
export const LABEL_SETS = ['report', 'bc5cdr', 'bionlp13cg'] as const;
export type LabelSet = (typeof LABEL_SETS)[number];

export const REPORT_ENTITY_TYPES = ['DISEASE', 'ANATOMY', 'CHEMICAL', 'DEVICE'] as const;

export const ASSERTIONS = ['present', 'absent', 'uncertain'] as const;
export type Assertion = (typeof ASSERTIONS)[number];

/**
 * A span of text with a type. Spans of one text never overlap and are sorted by `start`.
 */
export interface Entity {
  /** First UTF-16 code unit. */
  readonly start: number;
  /** One past the last UTF-16 code unit. */
  readonly end: number;
  readonly type: string;
  /** On DISEASE and DEVICE of the `report` label set only. */
  readonly assertion?: Assertion;
  /** Why the assertion is `uncertain` though the model said otherwise: src/domain/assertion. */
  readonly reason?: string;
}
