import { expect, it } from 'vitest';
import { finishedReport, rulesFor } from '../../../src/engine/decoding/rules';

const WORDS =
  '<pad> <bos> <eos> <unk> . , there is a small moderate right left pleural effusion with atelectasis no ' +
  'pneumothorax the heart normal enlarged lungs are clear';
const TOKENS = WORDS.split(' ');
const rules = rulesFor(TOKENS, { maxLength: 60, lengthPenalty: 0.7 });

/** The finished form of a text whose marks stand apart. */
function finished(text: string): string {
  const written = text.split(' ').map((word) => {
    const token = TOKENS.indexOf(word);
    if (token < 0) throw new RangeError(word);
    return { token, logProbability: 0, attention: new Float32Array() };
  });
  return finishedReport(written, rules)
    .map(({ token }) => TOKENS[token])
    .join(' ');
}

it('drops a positive sentence that says an earlier one again', () => {
  expect(
    finished(
      'there is a moderate right pleural effusion . there is a small right pleural effusion with atelectasis . ' +
        'the heart is normal . there is a small right pleural effusion .',
    ),
  ).toBe('there is a moderate right pleural effusion . the heart is normal .');
});

it('keeps other findings, denials and normal statements', () => {
  const text =
    'there is a small right pleural effusion . the heart is enlarged . no pleural effusion . ' +
    'no left pleural effusion , no pneumothorax . the lungs are clear .';
  expect(finished(text)).toBe(text);
});

it('drops a sentence without its full stop, and gives nothing for nothing', () => {
  expect(finished('the heart is enlarged . there is a small')).toBe('the heart is enlarged .');
  expect(finishedReport([], rules)).toEqual([]);
});
