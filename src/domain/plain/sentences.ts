import type { TextSpan } from '../report-text';

/** A full stop that ends no sentence: "1.", "Dr.", "vs.". */
const NO_END = /(?:^|\s)(?:\d{1,2}|dr|vs|mr|mrs|no|approx|i\.e|e\.g)\.$/i;

/**
 * Cuts a text into sentences, each with the white space after it; the spans cover the whole text. Line breaks end
 * a sentence, list numbers do not. No span of `whole` is cut.
 */
export function sentencesOf(text: string, whole: readonly TextSpan[]): TextSpan[] {
  const spans: TextSpan[] = [];
  let start = 0;
  for (const found of text.matchAll(/[.!?]+\s+|\s*\n\s*/g)) {
    const end = found.index + found[0].length;
    const isBreak = found[0].includes('\n');
    if (!isBreak && NO_END.test(text.slice(start, found.index + 1))) continue;
    if (whole.some((span) => span.start < end && span.end > end)) continue;
    spans.push({ start, end });
    start = end;
  }
  if (start < text.length) spans.push({ start, end: text.length });
  return spans;
}
