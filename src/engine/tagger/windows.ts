/** A stretch of a text that is read at once. Places are word indices, ends exclusive. */
export interface TextWindow {
  readonly first: number;
  readonly end: number;
  /** The words whose scores are taken from this window; those of all windows follow each other. */
  readonly from: number;
  readonly to: number;
}

/**
 * Windows over a text of any length. A window takes whole words up to `size` pieces; the next one starts so
 * that at most `overlap` pieces are read twice. In an overlap the first half of the words is taken from the
 * earlier window, so that every word is read with context on both sides.
 * @param pieces  number of pieces of each word, each at most `size`
 */
export function windowsOver(pieces: readonly number[], size: number, overlap: number): TextWindow[] {
  const spans: { first: number; end: number }[] = [];
  for (let first = 0; ;) {
    const end = fill(pieces, first, size);
    spans.push({ first, end });
    if (end >= pieces.length) break;
    first = stepBack(pieces, first, end, overlap);
  }
  return spans.map(({ first, end }, k) => {
    const before = spans[k - 1];
    const after = spans[k + 1];
    return {
      first,
      end,
      from: before ? (first + before.end) >> 1 : first,
      to: after ? (after.first + end) >> 1 : end,
    };
  });
}

function fill(pieces: readonly number[], first: number, size: number): number {
  let end = first;
  let used = 0;
  while (end < pieces.length && used + (pieces[end] ?? 0) <= size) used += pieces[end++] ?? 0;
  return Math.max(end, first + 1);
}

function stepBack(pieces: readonly number[], first: number, end: number, overlap: number): number {
  let start = end;
  let repeated = 0;
  while (start - 1 > first && repeated + (pieces[start - 1] ?? 0) <= overlap)
    repeated += pieces[--start] ?? 0;
  return start;
}
