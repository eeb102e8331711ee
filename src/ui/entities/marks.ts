import type { Entity } from '../../domain/entity';
import type { Report, ReportSentence } from '../../domain/report';

/** A stretch of text that is one word or part of one, or what stands between words. */
export interface Piece {
  readonly text: string;
  readonly start: number;
  /** Index into `report.words`. */
  readonly word?: number;
  /** True on the first piece of a word that has letters or digits: the one the keyboard reaches. */
  readonly reachable: boolean;
}

/** Neighbouring pieces under the same entity, or under none. */
export interface Run {
  readonly start: number;
  readonly entity?: Entity;
  readonly pieces: readonly Piece[];
}

/** One sentence with its marks, or the text between two sentences. */
export interface Block {
  readonly start: number;
  readonly sentence?: ReportSentence;
  readonly runs: readonly Run[];
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/** Spans in order, without those that are empty, outside the text, or overlap an earlier one. */
function tidy<T extends Span>(spans: readonly T[], length: number): { span: T; index: number }[] {
  const kept: { span: T; index: number }[] = [];
  let free = 0;
  const sorted = spans.map((span, index) => ({ span, index })).sort((a, b) => a.span.start - b.span.start);
  for (const item of sorted) {
    if (item.span.start < free || item.span.end <= item.span.start || item.span.end > length) continue;
    kept.push(item);
    free = item.span.end;
  }
  return kept;
}

/** Finds the span that holds a place; places are asked for in rising order. */
function cursor<T extends Span>(spans: readonly { span: T; index: number }[]) {
  let next = 0;
  return (place: number): { span: T; index: number } | undefined => {
    while ((spans[next]?.span.end ?? Infinity) <= place) next++;
    const found = spans[next];
    return found && found.span.start <= place ? found : undefined;
  };
}

/** A run and a block while their parts come in. */
type GrowingRun = Omit<Run, 'pieces'> & { pieces: Piece[] };
type Growing = Omit<Block, 'runs'> & { runs: GrowingRun[] };

const LETTER_OR_DIGIT = /[\p{L}\p{N}]/u;

/**
 * Cuts a report's text into what the screen draws: sentences, in them entity marks, in them words.
 * The pieces, joined in order, give the text again; an entity that crosses a sentence is cut in two.
 */
export function markText(report: Pick<Report, 'text' | 'words' | 'sentences' | 'entities'>): Block[] {
  const { text } = report;
  const sentences = tidy(report.sentences, text.length);
  const entities = tidy(report.entities, text.length);
  const words = tidy(report.words, text.length);
  const cuts = new Set([0, text.length]);
  for (const { span } of [...sentences, ...entities, ...words]) cuts.add(span.start).add(span.end);
  const edges = [...cuts].sort((a, b) => a - b);

  const blocks: Growing[] = [];
  const reached = new Set<number>();
  const sentenceAt = cursor(sentences);
  const entityAt = cursor(entities);
  const wordAt = cursor(words);

  for (const [i, start] of edges.slice(0, -1).entries()) {
    const end = edges[i + 1] ?? text.length;
    const sentence = sentenceAt(start)?.span;
    const entity = entityAt(start)?.span;
    const word = wordAt(start)?.index;
    const piece = text.slice(start, end);
    const reachable = word !== undefined && !reached.has(word) && LETTER_OR_DIGIT.test(piece);
    if (word !== undefined && reachable) reached.add(word);

    let block = blocks.at(-1);
    if (!block || block.sentence !== sentence) {
      block = { start, runs: [], ...(sentence ? { sentence } : {}) };
      blocks.push(block);
    }
    let run: GrowingRun | undefined = block.runs.at(-1);
    if (!run || run.entity !== entity) {
      run = { start, pieces: [], ...(entity ? { entity } : {}) };
      block.runs.push(run);
    }
    run.pieces.push({ text: piece, start, reachable, ...(word === undefined ? {} : { word }) });
  }
  return blocks;
}

/** The blocks of one section; it has a title where the report has two. */
export interface SectionBlocks {
  readonly name: 'findings' | 'impression';
  readonly title?: string;
  readonly blocks: readonly Block[];
}

/** Blocks by section, without the blank line between the two. */
export function sectionBlocks(
  blocks: readonly Block[],
  impressionStart: number | undefined,
): SectionBlocks[] {
  if (impressionStart === undefined) return [{ name: 'findings', blocks }];
  const findings = blocks.filter(({ start }) => start < impressionStart);
  if (findings.at(-1)?.sentence === undefined) findings.pop();
  return [
    { name: 'findings', title: 'Findings', blocks: findings },
    {
      name: 'impression',
      title: 'Impression',
      blocks: blocks.filter(({ start }) => start >= impressionStart),
    },
  ];
}

/** A stretch of text under one entity, or under none. */
export interface TextRun {
  readonly start: number;
  readonly text: string;
  readonly entity?: Entity;
}

/** Cuts a text at its entities; the runs, joined in order, give the text again. */
export function markRuns(text: string, entities: readonly Entity[]): TextRun[] {
  const runs: TextRun[] = [];
  let from = 0;
  for (const { span: entity } of tidy(entities, text.length)) {
    if (entity.start > from) runs.push({ start: from, text: text.slice(from, entity.start) });
    runs.push({ start: entity.start, text: text.slice(entity.start, entity.end), entity });
    from = entity.end;
  }
  if (from < text.length) runs.push({ start: from, text: text.slice(from) });
  return runs;
}

/** Indices of the words that the keyboard reaches, in reading order, by sentence. */
export function reachableWords(blocks: readonly Block[]): number[][] {
  return blocks
    .map((block) =>
      block.runs.flatMap((run) =>
        run.pieces.flatMap((piece) => (piece.reachable && piece.word !== undefined ? [piece.word] : [])),
      ),
    )
    .filter((words) => words.length > 0);
}

/**
 * The word that an arrow key leads to: left and right by word, up and down to the first word of the
 * sentence before or after, Home and End to the ends. Stays where it is at the ends.
 * @returns undefined when the key moves nothing
 */
export function nextWord(sentences: readonly number[][], current: number, key: string): number | undefined {
  const all = sentences.flat();
  const at = all.indexOf(current);
  const line = sentences.findIndex((words) => words.includes(current));
  if (at < 0) return all[0];
  switch (key) {
    case 'ArrowRight':
      return all[Math.min(all.length - 1, at + 1)];
    case 'ArrowLeft':
      return all[Math.max(0, at - 1)];
    case 'ArrowDown':
      return sentences[line + 1]?.[0] ?? all.at(-1);
    case 'ArrowUp': {
      const first = sentences[line]?.[0];
      return first === current ? (sentences[line - 1]?.[0] ?? first) : first;
    }
    case 'Home':
      return all[0];
    case 'End':
      return all.at(-1);
    default:
      return undefined;
  }
}
