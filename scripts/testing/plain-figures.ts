import type { Entity } from '../../src/domain/entity';
import { lookUp, rewritePlain } from '../../src/domain/plain';
import { gradeOf } from './readability';

export interface TaggedText {
  readonly text: string;
  readonly entities: readonly Entity[];
}

export interface PlainFigures {
  readonly texts: number;
  readonly mentions: number;
  /** Share of mentions with a glossary entry. */
  readonly coverage: number;
  /** Mean Flesch-Kincaid grade of the texts as they are, and in plain words. */
  readonly gradeBefore: number;
  readonly gradeAfter: number;
  /** Share of plain texts at grade 8 or below. */
  readonly easy: number;
  /** Mentions without an entry and how often, most frequent first. */
  readonly missing: readonly (readonly [mention: string, count: number])[];
}

/** Reads one `{ "text", "entities" }` a line, as `npm run tag` prints. */
export function parseTagged(lines: string): TaggedText[] {
  return lines
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as TaggedText);
}

/** How much of the texts the glossary covers, and how readable they become. */
export function figuresOf(texts: readonly TaggedText[]): PlainFigures {
  const missing = new Map<string, number>();
  const before: number[] = [];
  const after: number[] = [];
  let mentions = 0;
  for (const { text, entities } of texts) {
    for (const { start, end, type } of entities) {
      mentions++;
      const mention = text.slice(start, end);
      if (lookUp(mention, type)) continue;
      const name = mention.toLowerCase();
      missing.set(name, (missing.get(name) ?? 0) + 1);
    }
    const grade = gradeOf(text);
    const plain = gradeOf(rewritePlain(text, entities).text);
    if (grade === undefined || plain === undefined) continue;
    before.push(grade);
    after.push(plain);
  }
  const absent = [...missing.values()].reduce((sum, count) => sum + count, 0);
  return {
    texts: after.length,
    mentions,
    coverage: 1 - absent / mentions,
    gradeBefore: mean(before),
    gradeAfter: mean(after),
    easy: after.filter((grade) => grade <= 8).length / after.length,
    missing: [...missing].sort((a, b) => b[1] - a[1]),
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
