import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { meaningOf } from '../../../../src/domain/plain/guard';
import { rewritePlain } from '../../../../src/domain/plain';
import { figuresOf, parseTagged } from '../../../../scripts/testing/plain-figures';
import { gradeOf } from '../../../../scripts/testing/readability';
import { marked, REPORTS } from './reports';

describe('the Flesch-Kincaid grade', () => {
  it('is that of the published formula', () => {
    // 6 words, 1 sentence, 6 syllables; 3 words, 1 sentence, 9 syllables.
    expect(gradeOf('The cat sat on the mat.')).toBeCloseTo(0.39 * 6 + 11.8 - 15.59, 6);
    expect(gradeOf('1. XXXX.')).toBeUndefined();
  });

  it('of the reports written for these tests falls to 8 or below', () => {
    const figures = figuresOf(REPORTS.map(marked));
    expect(figures.coverage).toBeGreaterThanOrEqual(0.95);
    expect(figures.gradeBefore).toBeGreaterThan(8);
    expect(figures.gradeAfter).toBeLessThanOrEqual(8);
    expect(figures.easy).toBeGreaterThanOrEqual(0.9);
  });
});

/** Tagged training reports of the Indiana collection, which are not part of the repository. */
const TAGGED = process.env.TAGGED_REPORTS ?? 'runs/tagger/weak.jsonl';

describe.skipIf(!existsSync(TAGGED))('on the reports of the Indiana collection', () => {
  const texts = existsSync(TAGGED)
    ? parseTagged(readFileSync(TAGGED, 'utf8')).filter((_, i) => i % 10 === 0)
    : [];

  it('explains 95 % of all mentions, at grade 8 or below', () => {
    const { coverage, gradeBefore, gradeAfter, easy, texts: count } = figuresOf(texts);
    console.log(
      `${count} texts: ${(100 * coverage).toFixed(2)} % of mentions explained, mean grade ` +
        `${gradeBefore.toFixed(2)} -> ${gradeAfter.toFixed(2)}, ${(100 * easy).toFixed(1)} % at grade 8 or below`,
    );
    expect(coverage).toBeGreaterThanOrEqual(0.95);
    expect(gradeAfter).toBeLessThanOrEqual(8);
    expect(easy).toBeGreaterThanOrEqual(0.9);
  });

  it('keeps all denials, sides and numbers, in every report', () => {
    const changed = texts.filter(({ text, entities }) => {
      const before = meaningOf(text);
      const after = meaningOf(rewritePlain(text, entities).text);
      return JSON.stringify({ ...before, isHedged: 0 }) !== JSON.stringify({ ...after, isHedged: 0 });
    });
    expect(changed.length).toBe(0);
  });
});
