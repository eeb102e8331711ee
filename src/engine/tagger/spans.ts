/** Words `first`..`last` (inclusive) of one entity. */
export interface WordSpan {
  readonly first: number;
  readonly last: number;
  readonly type: string;
}

/** Entities of a BIO sequence. A stray I- starts an entity of its own. */
export function spansOf(tags: readonly string[]): WordSpan[] {
  const spans: WordSpan[] = [];
  let open: { first: number; type: string } | undefined;
  [...tags, 'O'].forEach((tag, i) => {
    if (open && tag !== `I-${open.type}`) {
      spans.push({ ...open, last: i - 1 });
      open = undefined;
    }
    if (!open && tag !== 'O') open = { first: i, type: tag.slice(2) };
  });
  return spans;
}
