import type { TextSpan } from '../report-text';

/** A full stop that ends no sentence: "1.", "Dr.", "vs.". */
const NO_END = /(?:^|\s)(?:\d{1,2}|dr|vs|mr|mrs|no|approx|i\.e|e\.g)\.$/i;

/** Ends of sentences, line breaks, and the gap before a list number. */
const BREAK = /[.!?]+\s+|\s*\n\s*|\s+(?=(\d{1,2})\.\s)/g;

/**
 * Cuts a text into sentences, each with the white space after it; the spans cover the whole text. Line breaks and
 * the next number of a list that began with "1." end a sentence. No span of `whole` is cut.
 */
export function sentencesOf(text: string, whole: readonly TextSpan[]): TextSpan[] {
  const spans: TextSpan[] = [];
  let start = 0;
  let item = /^\s*1\.\s/.test(text) ? 2 : 1;
  let at = 0;
  for (const found of text.matchAll(BREAK)) {
    const end = found.index + found[0].length;
    const next = /^(\d{1,2})\.\s/.exec(text.slice(end, end + 4))?.[1];
    const isItem = next !== undefined && Number(next) === item;
    if (isItem) item++;
    else if (
      !found[0].includes('\n') &&
      (found[0].trim() === '' || NO_END.test(text.slice(start, found.index + 1)))
    )
      continue;
    while (at < whole.length && (whole[at]?.end ?? 0) <= start) at++;
    if (whole.slice(at).some((span) => span.start < end && span.end > end)) continue;
    spans.push({ start, end });
    start = end;
  }
  if (start < text.length) spans.push({ start, end: text.length });
  return spans;
}
