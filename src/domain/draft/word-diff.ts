import { diffWordsWithSpace } from 'diff';
import type { TextSpan } from '../report-text';

/** A stretch of text that two versions share, or that only one of them has. */
export interface DiffPiece {
  readonly kind: 'same' | 'removed' | 'added';
  readonly text: string;
}

/**
 * The difference of two texts word by word: what is `same` or `removed`, in order, is the old text, what is
 * `same` or `added` the new one.
 */
export function wordDiff(before: string, after: string): DiffPiece[] {
  return diffWordsWithSpace(before, after).map(({ value, added, removed }) => ({
    kind: added ? 'added' : removed ? 'removed' : 'same',
    text: value,
  }));
}

/** Spans of the old text at their places in the new one; those that an edit touched are left out. */
export function carrySpans<T extends TextSpan>(spans: readonly T[], diff: readonly DiffPiece[]): T[] {
  const kept: (TextSpan & { readonly shift: number })[] = [];
  let old = 0;
  let now = 0;
  for (const { kind, text } of diff) {
    if (kind === 'same') kept.push({ start: old, end: old + text.length, shift: now - old });
    if (kind !== 'added') old += text.length;
    if (kind !== 'removed') now += text.length;
  }
  return spans.flatMap((span) => {
    const piece = kept.find(({ start, end }) => start <= span.start && span.end <= end);
    return piece ? [{ ...span, start: span.start + piece.shift, end: span.end + piece.shift }] : [];
  });
}
