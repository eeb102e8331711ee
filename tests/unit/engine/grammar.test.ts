import { describe, expect, it } from 'vitest';
import { ungrammatical } from '../../../src/engine/decoding/grammar';
import table from '../../../src/engine/decoding/grammar-words.json';
import { forbidden, rulesFor } from '../../../src/engine/decoding/rules';
import shared from '../../fixtures/grammar.json';

describe('words that break the grammar of a sentence', () => {
  it.each(shared.cases)('$title', ({ words, unfit }) => {
    const wanted = typeof unfit === 'string' ? table[unfit as 'plurals' | 'verbless'] : unfit;
    expect([...ungrammatical(words.split(' '))]).toEqual(wanted);
  });

  it.each([
    ['there is', true],
    ['there are', false],
    ['. there is', true],
  ])('are masked after "%s": %s', (text, masked) => {
    const words = '<pad> <bos> <eos> <unk> . there is are changes'.split(' ');
    const rules = rulesFor(words, { maxLength: 60, lengthPenalty: 0.7 });
    const tokens = text.split(' ').map((word) => words.indexOf(word));
    expect(forbidden(tokens, rules).has(words.indexOf('changes'))).toBe(masked);
  });
});
