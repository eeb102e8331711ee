import { describe, expect, it } from 'vitest';
import { parseDecoderVocabulary } from '../../../src/engine/decoders/vocabulary';
import { fingerprintOn, Phrases } from '../../../src/engine/decoding/phrases';
import { forbidden, rulesFor } from '../../../src/engine/decoding/rules';
import shared from '../../fixtures/phrases.json';

const TOKENS = ['<pad>', '<bos>', '<eos>', '<unk>', '.', 'a', 'b', 'c', 'd'];
const [EOS, STOP, A, B, C, D] = [2, 4, 5, 6, 7, 8];
const LIMITS = { maxLength: 20, lengthPenalty: 0.7 };

function vocabularyFile(content: object): ArrayBuffer {
  return new TextEncoder().encode(JSON.stringify(content)).buffer;
}

const read = (phrases: string) =>
  parseDecoderVocabulary(vocabularyFile({ tokens: TOKENS, phrases }), TOKENS.length).phrases;

describe('phrases of the reports learned from', () => {
  it.each(shared.fingerprints)('have the fingerprints that the training code makes: $tokens', (row) => {
    expect(row.tokens.reduce(fingerprintOn, 0)).toBe(row.fingerprint);
  });

  it('are read from a vocabulary', () => {
    const phrases = read(shared.phrases);
    const following = (...open: number[]): number[] => [...phrases!.following(open)];
    expect(following()).toEqual([A, B, D]);
    expect(following(A)).toEqual([B]);
    expect(following(A, B, C)).toEqual([D]);
    expect(following(D, B, C)).toEqual([]);
    expect(following(B, C)).toEqual([A]);
    expect(following(A, B, C, D)).toEqual([STOP]);
  });

  it.each([
    ['no base64', 'a b!', /no base64/],
    ['half a number', btoa('abc'), /no 32-bit numbers/],
  ])('are refused where they are %s', (_, phrases, message) => {
    expect(() => read(phrases)).toThrow(message);
  });

  it('close all other words, but not the end of a report', () => {
    const rules = rulesFor(TOKENS, LIMITS, read(shared.phrases));
    const open = (...tokens: number[]): number[] => {
      const masked = forbidden(tokens, rules);
      return TOKENS.flatMap((_, id) => (masked.has(id) ? [] : [id]));
    };
    expect(open()).toEqual([A, B, D]);
    expect(open(A)).toEqual([B]);
    expect(open(D, STOP)).toEqual([EOS, A, B, D]);
    expect(open(D, STOP, B, C, A)).toEqual([STOP]);
  });

  it('give way where the other rules leave none of them', () => {
    const rules = rulesFor(TOKENS, LIMITS, read(shared.phrases));
    // The sentence has been said: it may not end, and no phrase goes on.
    const masked = forbidden([D, STOP, D], rules);
    expect(masked.has(STOP)).toBe(true);
    expect(masked.has(A)).toBe(false);
  });

  it('bind nothing in a pack that holds none', () => {
    expect(parseDecoderVocabulary(vocabularyFile({ tokens: TOKENS }), TOKENS.length).phrases).toBeUndefined();
    expect(forbidden([], rulesFor(TOKENS, LIMITS)).has(C)).toBe(false);
    expect(new Phrases([], TOKENS.length).following([])).toEqual(new Set());
  });
});
