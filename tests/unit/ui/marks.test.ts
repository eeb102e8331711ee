import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Entity } from '../../../src/domain/entity';
import type { ReportWord } from '../../../src/domain/report';
import { madeReport } from '../../ui/harness/report';
import {
  markText,
  nextWord,
  reachableWords,
  sectionBlocks,
  type Block,
} from '../../../src/ui/entities/marks';

const attention = { frontal: new Float32Array(1), findings: new Float32Array(17) };

function wordsOf(text: string): ReportWord[] {
  return [...text.matchAll(/[a-z]+|[.,]/gi)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
    logProbability: 0,
    attention,
  }));
}

function joined(blocks: readonly Block[]): string {
  return blocks
    .flatMap((block) => block.runs.flatMap((run) => run.pieces.map((piece) => piece.text)))
    .join('');
}

const text = 'Small pleural effusion. The heart is normal.';
const sentences = [
  { start: 0, end: 23, concerns: [] },
  { start: 24, end: 44, concerns: [] },
];
const entities: Entity[] = [
  { start: 6, end: 22, type: 'DISEASE', assertion: 'present' },
  { start: 28, end: 33, type: 'ANATOMY' },
];

describe('markText', () => {
  const blocks = markText({ text, words: wordsOf(text), sentences, entities });

  it('puts the words of an entity under one mark', () => {
    const marked = blocks.flatMap((block) => block.runs.filter((run) => run.entity));
    expect(marked.map((run) => run.pieces.map((piece) => piece.text).join(''))).toEqual([
      'pleural effusion',
      'heart',
    ]);
    expect(marked[0]?.pieces.map((piece) => piece.word)).toEqual([1, undefined, 2]);
  });

  it('keeps the space between two sentences outside of both', () => {
    expect(blocks.map((block) => [block.start, block.sentence?.start])).toEqual([
      [0, 0],
      [23, undefined],
      [24, 24],
    ]);
  });

  it('lets the keyboard reach words, not full stops', () => {
    expect(reachableWords(blocks)).toEqual([
      [0, 1, 2],
      [4, 5, 6, 7],
    ]);
  });

  it('cuts an entity that crosses a sentence in two', () => {
    const crossing = markText({
      text,
      words: wordsOf(text),
      sentences,
      entities: [{ start: 14, end: 33, type: 'DISEASE' }],
    });
    const parts = crossing.flatMap((block) => block.runs.filter((run) => run.entity));
    expect(parts).toHaveLength(3);
    expect(joined(crossing)).toBe(text);
  });

  it('drops spans that overlap an earlier one or leave the text', () => {
    const odd = markText({
      text,
      words: [],
      sentences,
      entities: [
        { start: 6, end: 22, type: 'DISEASE' },
        { start: 14, end: 30, type: 'ANATOMY' },
        { start: 40, end: 99, type: 'DEVICE' },
      ],
    });
    expect(odd.flatMap((block) => block.runs.flatMap((run) => run.entity?.type ?? []))).toEqual(['DISEASE']);
  });

  it('gives the text again whatever the spans are, each word reached once', () => {
    const span = fc
      .tuple(fc.nat(60), fc.nat(60))
      .map(([a, b]) => ({ start: Math.min(a, b), end: Math.max(a, b) }));
    fc.assert(
      fc.property(
        fc.stringMatching(/^[a-z., ]{0,50}$/),
        fc.array(span, { maxLength: 6 }),
        fc.array(span, { maxLength: 4 }),
        fc.array(span, { maxLength: 8 }),
        (anyText, entitySpans, sentenceSpans, wordSpans) => {
          const made = markText({
            text: anyText,
            words: wordSpans.map((at) => ({ ...at, logProbability: 0, attention })),
            sentences: sentenceSpans.map((at) => ({ ...at, concerns: [] })),
            entities: entitySpans.map((at) => ({ ...at, type: 'DISEASE' })),
          });
          expect(joined(made)).toBe(anyText);
          const reached = reachableWords(made).flat();
          expect(new Set(reached).size).toBe(reached.length);
          let at = 0;
          for (const piece of made.flatMap((block) => block.runs.flatMap((run) => run.pieces))) {
            expect(piece.start).toBe(at);
            at += piece.text.length;
          }
        },
      ),
    );
  });
});

describe('nextWord', () => {
  const lines = [
    [0, 1, 2],
    [4, 5],
    [7, 8],
  ];

  it('goes on by word and stays at the ends', () => {
    expect(nextWord(lines, 2, 'ArrowRight')).toBe(4);
    expect(nextWord(lines, 4, 'ArrowLeft')).toBe(2);
    expect(nextWord(lines, 8, 'ArrowRight')).toBe(8);
    expect(nextWord(lines, 0, 'ArrowLeft')).toBe(0);
  });

  it('goes by sentence with up and down', () => {
    expect(nextWord(lines, 1, 'ArrowDown')).toBe(4);
    expect(nextWord(lines, 5, 'ArrowUp')).toBe(4);
    expect(nextWord(lines, 4, 'ArrowUp')).toBe(0);
    expect(nextWord(lines, 7, 'ArrowDown')).toBe(8);
    expect(nextWord(lines, 0, 'ArrowUp')).toBe(0);
  });

  it('goes to the ends with Home and End, and leaves other keys alone', () => {
    expect(nextWord(lines, 5, 'Home')).toBe(0);
    expect(nextWord(lines, 5, 'End')).toBe(8);
    expect(nextWord(lines, 5, 'Tab')).toBeUndefined();
  });
});

describe('sections', () => {
  it('stand apart under their titles, without the blank line between them', () => {
    const report = madeReport(true, true);
    const sections = sectionBlocks(markText(report), report.impressionStart);
    expect(sections.map(({ name, title }) => [name, title])).toEqual([
      ['findings', 'Findings'],
      ['impression', 'Impression'],
    ]);
    expect(sections.map(({ blocks }) => joined(blocks))).toEqual([
      report.text.slice(0, report.impressionStart! - 2),
      'Right pleural effusion. No pneumothorax.',
    ]);
    const words = reachableWords(sections.flatMap(({ blocks }) => blocks)).flat();
    expect(nextWord(reachableWords(markText(report)), words.at(-1)!, 'Home')).toBe(words[0]);
  });

  it('have no title where there is one alone', () => {
    const report = madeReport(true);
    const [findings, ...others] = sectionBlocks(markText(report), undefined);
    expect(others).toEqual([]);
    expect(findings).toMatchObject({ name: 'findings' });
    expect(findings!.title).toBeUndefined();
    expect(joined(findings!.blocks)).toBe(report.text);
  });
});
