import { describe, expect, it } from 'vitest';
import { keptSentences } from '../../../src/engine/decoding/restatements';
import { finishedReport, rulesFor } from '../../../src/engine/decoding/rules';
import shared from '../../fixtures/restatements.json';

describe('sentences that say another again', () => {
  it.each(shared.cases)('$title', ({ sentences, kept }) => {
    expect([...keptSentences(sentences.map((sentence) => sentence.split(' ')))]).toEqual(kept);
  });
});

describe('a finished report', () => {
  const words = '<pad> <bos> <eos> <unk> . no a small left effusion'.split(' ');
  const rules = rulesFor(words, { maxLength: 60, lengthPenalty: 0.7 });
  const finished = (text: string): string =>
    finishedReport(
      text.split(' ').map((word) => ({ token: words.indexOf(word) })),
      rules,
    )
      .map(({ token }) => words[token])
      .join(' ');

  it('has none of them, and whole sentences', () => {
    expect(finished('no effusion . a small left effusion . no effusion . a')).toBe(
      'no effusion . a small left effusion .',
    );
  });

  it('is empty where nothing was written', () => expect(finishedReport([], rules)).toEqual([]));
});
