import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  amend,
  carrySpans,
  draftOfReport,
  historyOf,
  JOINED_WITHIN,
  LONGEST_HISTORY,
  record,
  redo,
  reviewedReport,
  undo,
  wordDiff,
} from '../../../../src/domain/draft';
import type { Report } from '../../../../src/domain/report';
import { madeReport } from '../../../ui/harness/report';

describe('the word diff', () => {
  it('names what was added and what was removed', () => {
    expect(wordDiff('The heart is normal.', 'The heart is large.')).toEqual([
      { kind: 'same', text: 'The heart is ' },
      { kind: 'removed', text: 'normal' },
      { kind: 'added', text: 'large' },
      { kind: 'same', text: '.' },
    ]);
  });

  it('gives both texts back', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '.', '\n', 'ä', '🫁', ',') });
    fc.assert(
      fc.property(text, text, (before, after) => {
        const diff = wordDiff(before, after);
        const join = (not: string): string =>
          diff
            .filter(({ kind }) => kind !== not)
            .map((piece) => piece.text)
            .join('');
        expect(join('added')).toBe(before);
        expect(join('removed')).toBe(after);
      }),
    );
  });

  it('carries spans that an edit did not touch', () => {
    const diff = wordDiff('The heart is normal. No mass.', 'Old film. The heart is large. No mass.');
    const spans = [
      { start: 4, end: 9 },
      { start: 13, end: 19 },
      { start: 24, end: 28 },
    ];
    expect(carrySpans(spans, diff)).toEqual([
      { start: 14, end: 19 },
      { start: 33, end: 37 },
    ]);
  });
});

describe('a reviewed report', () => {
  const report = madeReport(false);

  it('is the report itself while the text is', () => {
    expect(reviewedReport(report, { findings: report.text, impression: '' })).toBe(report);
  });

  it('keeps marks and attention of the words that were left alone', () => {
    const text = `Rotated film. ${report.text}`;
    const reviewed = reviewedReport(report, { findings: text, impression: '' });
    expect(reviewed.entities.map(({ start, end }) => text.slice(start, end))).toEqual(
      report.entities.map(({ start, end }) => report.text.slice(start, end)),
    );
    expect(reviewed.words).toHaveLength(report.words.length);
    const first = reviewed.words[0]!;
    expect(text.slice(first.start, first.end)).toBe('Small');
    expect(first.attention).toBe(report.words[0]!.attention);
  });

  it('keeps the impression’s attention while the findings are edited, and knows where it begins', () => {
    const concluded = madeReport(false, true);
    const draft = draftOfReport(concluded);
    expect(reviewedReport(concluded, draft)).toBe(concluded);
    const findings = `Rotated film. ${draft.findings}`;
    const reviewed = reviewedReport(concluded, { ...draft, findings });
    expect(reviewed.text.slice(reviewed.impressionStart)).toBe(draft.impression);
    const wordsOf = ({ words, text, impressionStart = Infinity }: Report): unknown[] =>
      words
        .filter(({ start }) => start >= impressionStart)
        .map(({ start, end, attention }) => [text.slice(start, end), attention]);
    expect(wordsOf(reviewed)).toEqual(wordsOf(concluded));
    expect(wordsOf(concluded)).not.toEqual([]);
    const bare = reviewedReport(concluded, { ...draft, impression: '' });
    expect(bare.text).toBe(draft.findings);
    expect('impressionStart' in bare).toBe(false);
  });

  it('marks a sentence that the findings contradict as soon as it is tagged', () => {
    const text = 'No pleural effusion.';
    const tagged = reviewedReport(report, { findings: text, impression: '' }, [
      { start: 3, end: 19, type: 'DISEASE', assertion: 'absent' },
    ]);
    expect(tagged.sentences).toEqual([
      {
        start: 0,
        end: text.length,
        concerns: [{ kind: 'contradicted', reason: expect.stringContaining('0.74') as string }],
      },
    ]);
    expect(tagged.words.map(({ start, end }) => text.slice(start, end))).toEqual([
      'pleural',
      'effusion',
      '.',
    ]);
  });

  it('knows a sentence that was put in as long as it stands unchanged', () => {
    const [first, ...others] = report.sentences;
    const marked: Report = { ...report, sentences: [{ ...first!, putInFor: 'Effusion' }, ...others] };
    const kept = report.text.slice(first!.start, first!.end);
    const putIn = (findings: string) =>
      reviewedReport(marked, { findings, impression: '' }).sentences.map(({ putInFor }) => putInFor);
    expect(putIn(`The heart is normal. ${kept}`)).toEqual([undefined, 'Effusion']);
    expect(putIn(`Perhaps ${kept}`)).toEqual([undefined]);
  });
});

describe('undo and redo', () => {
  it('go back and forth', () => {
    let history = historyOf('a');
    history = record(history, 'b', { at: 0 });
    history = record(history, 'c', { at: 0 });
    expect(undo(history).present).toBe('b');
    expect(undo(undo(history)).present).toBe('a');
    expect(undo(undo(undo(history))).present).toBe('a');
    expect(redo(undo(undo(history))).present).toBe('b');
    expect(redo(redo(redo(undo(history)))).present).toBe('c');
  });

  it('join quick typing to one step, and only that', () => {
    let history = historyOf('');
    for (const [i, text] of ['n', 'no', 'no m'].entries()) {
      history = record(history, text, { kind: 'findings', at: i * 100 });
    }
    expect(undo(history).present).toBe('');
    history = record(history, 'no ma', { kind: 'findings', at: 200 + JOINED_WITHIN });
    expect(undo(history).present).toBe('no m');
    history = record(history, 'no mass', { kind: 'impression', at: 210 + JOINED_WITHIN });
    expect(undo(history).present).toBe('no ma');
  });

  it('forget what was undone once something new is done', () => {
    const history = record(undo(record(historyOf('a'), 'b', { at: 0 })), 'c', { at: 1 });
    expect(redo(history).present).toBe('c');
    expect(undo(history).present).toBe('a');
  });

  it('do not concern an amendment, and have an end', () => {
    expect(undo(amend(record(historyOf('a'), 'b', { at: 0 }), 'b!')).present).toBe('a');
    let history = historyOf(0);
    for (let i = 1; i <= LONGEST_HISTORY + 50; i++) history = record(history, i, { at: 0 });
    expect(history.past).toHaveLength(LONGEST_HISTORY);
    expect(history.past[0]).toBe(50);
  });
});
