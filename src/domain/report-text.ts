/** One token of a generated report and its place in the written text. */
export interface PlacedToken {
  /** As written: with its capital, or in its usual form (CT). */
  readonly written: string;
  readonly start: number;
  readonly end: number;
}

export interface TextSpan {
  readonly start: number;
  readonly end: number;
}

/** A report as written; places are UTF-16 code units of `text`, ends exclusive. */
export interface WrittenReport {
  readonly text: string;
  /** One for each token given, in the same order. */
  readonly tokens: readonly PlacedToken[];
  readonly sentences: readonly TextSpan[];
}

const FULL_STOP = '.';
const COMMA = ',';

/**
 * Writes decoder tokens as text: words joined by one space, commas and full stops close to the word before
 * them, a capital at the start of each sentence.
 * @param tokens  lower-case words, "," and "."; an unfinished last sentence gets no full stop
 * @param cased   lower-case word -> how it is written (ct -> CT)
 */
export function writeReport(tokens: readonly string[], cased: ReadonlyMap<string, string>): WrittenReport {
  let text = '';
  let sentenceStart = 0;
  let isStart = true;
  const placed: PlacedToken[] = [];
  const sentences: TextSpan[] = [];
  for (const token of tokens) {
    const isMark = token === FULL_STOP || token === COMMA;
    const word = cased.get(token) ?? token;
    const written = isStart ? capitalised(word) : word;
    if (!isMark && text !== '') text += ' ';
    const start = text.length;
    text += written;
    if (isStart) sentenceStart = start;
    isStart = token === FULL_STOP;
    placed.push({ written, start, end: text.length });
    if (isStart) sentences.push({ start: sentenceStart, end: text.length });
  }
  if (!isStart) sentences.push({ start: sentenceStart, end: text.length });
  return { text, tokens: placed, sentences };
}

/** Both sections of a report as text. */
export interface ReportSections {
  readonly findings: string;
  /** Blank where there is none. */
  readonly impression: string;
}

const BETWEEN_SECTIONS = '\n\n';

/** Findings and impression as one text, a blank line between them. */
export function joinedText({ findings, impression }: ReportSections): string {
  return impression.trim() === '' ? findings : findings + BETWEEN_SECTIONS + impression;
}

/** Where the impression begins in the joined text; undefined where there is none. */
export function impressionStart({ findings, impression }: ReportSections): number | undefined {
  return impression.trim() === '' ? undefined : findings.length + BETWEEN_SECTIONS.length;
}

/** The sections of a joined text. @param start what `impressionStart` gave for it */
export function sectionsAt(text: string, start: number | undefined): ReportSections {
  if (start === undefined) return { findings: text, impression: '' };
  return { findings: text.slice(0, start - BETWEEN_SECTIONS.length), impression: text.slice(start) };
}

/** What lies in the findings and what in the impression, places counted from the beginning of each. */
export function entitiesBySection<T extends TextSpan>({
  entities,
  impressionStart: start = Infinity,
}: {
  readonly entities: readonly T[];
  readonly impressionStart?: number;
}): [findings: T[], impression: T[]] {
  const moved = (span: T): T => ({ ...span, start: span.start - start, end: span.end - start });
  return [
    entities.filter((entity) => entity.start < start),
    entities.filter((entity) => entity.start >= start).map(moved),
  ];
}

/** A report of both sections as written. */
export interface JoinedReport extends WrittenReport {
  readonly impressionStart: number | undefined;
}

/** Findings and impression, each written by `writeReport`, as one. */
export function joinSections(findings: WrittenReport, impression: WrittenReport): JoinedReport {
  const sections = { findings: findings.text, impression: impression.text };
  const start = impressionStart(sections);
  const shift = start ?? 0;
  const moved = <T extends TextSpan>(span: T): T => ({
    ...span,
    start: span.start + shift,
    end: span.end + shift,
  });
  return {
    text: joinedText(sections),
    tokens: [...findings.tokens, ...impression.tokens.map(moved)],
    sentences: [...findings.sentences, ...impression.sentences.map(moved)],
    impressionStart: start,
  };
}

/** True for a token that is a word, not a mark. */
export function isWord(token: string): boolean {
  return token !== FULL_STOP && token !== COMMA;
}

function capitalised(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}
