import type { TextSpan, WrittenReport } from './report-text';
import { splitWords, type TextWord } from './words';

/** A full stop after one of these ends nothing. */
const NO_STOP_AFTER = new Set(['dr', 'vs', 'approx', 'mr', 'mrs']);

/** Between two words: a blank line, or a line break before a heading, an item of a list or a capital. */
const PARAGRAPH = /\n[^\S\n]*\n|\r[^\S\n]*\r/;
const LINE_BREAK = /[\n\r\u2028\u2029]/;
const BEGINS_A_LINE = /^[\p{Lu}\p{N}*\u2022-]/u;

/** Words `first`..`end` (exclusive) of a text. */
export interface WordRange {
  readonly first: number;
  readonly end: number;
}

/**
 * Sentences of a text as ranges of its words, as the training code cuts them (training/tagger/weak/sentences.py):
 * a full stop between digits or after the number of a list item ends nothing. Beyond that code, which never sees
 * a line break, blank lines and lines that begin anew (capital, number, bullet) end a sentence.
 * @param words  `splitWords(text)`
 */
export function sentenceWords(text: string, words: readonly TextWord[]): WordRange[] {
  const ranges: WordRange[] = [];
  let first = 0;
  words.forEach((word, i) => {
    if (!endsSentence(words, i, first) && !breaksLine(text, word, words[i + 1])) return;
    ranges.push({ first, end: i + 1 });
    first = i + 1;
  });
  if (first < words.length) ranges.push({ first, end: words.length });
  return ranges;
}

/**
 * The sentences of any text, from the first to the last word of each; places are UTF-16 code units. Full stops
 * that stand alone belong to the sentence before them.
 */
export function sentencesOf(text: string): TextSpan[] {
  const words = splitWords(text);
  const sentences: { start: number; end: number }[] = [];
  for (const { first, end } of sentenceWords(text, words)) {
    const from = words[first];
    const to = words[end - 1];
    if (!from || !to) continue;
    const before = sentences.at(-1);
    const isStopAlone = end - first === 1 && /^[.!;]$/.test(from.norm);
    if (isStopAlone && before) before.end = to.end;
    else sentences.push({ start: from.start, end: to.end });
  }
  return sentences;
}

/** A text that no decoder wrote: its sentences, and no tokens. */
export function asGiven(text: string): WrittenReport {
  return { text, tokens: [], sentences: sentencesOf(text) };
}

/** The sentence that holds a place, or undefined between two sentences. @param sentences  sorted */
export function sentenceAt<T extends TextSpan>(sentences: readonly T[], place: number): T | undefined {
  let low = 0;
  let high = sentences.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sentences[middle]?.end ?? Infinity) <= place) low = middle + 1;
    else high = middle;
  }
  const found = sentences[low];
  return found && found.start <= place ? found : undefined;
}

function endsSentence(words: readonly TextWord[], i: number, first: number): boolean {
  const word = words[i];
  if (!word || !['.', '!', ';'].includes(word.norm)) return false;
  const previous = words[i - 1]?.norm ?? '';
  const following = words[i + 1];
  if (word.norm === '.' && /^\p{Nd}+$/u.test(previous) && following) {
    const isGlued = following.start === word.end;
    if ((isGlued && /^\p{Nd}/u.test(following.norm)) || i - 1 === first) return false;
  }
  return !NO_STOP_AFTER.has(previous);
}

function breaksLine(text: string, word: TextWord, following: TextWord | undefined): boolean {
  if (!following) return false;
  const gap = text.slice(word.end, following.start);
  if (!LINE_BREAK.test(gap)) return false;
  return (
    PARAGRAPH.test(gap.replaceAll('\r\n', '\n')) ||
    BEGINS_A_LINE.test(text.slice(following.start, following.end))
  );
}
