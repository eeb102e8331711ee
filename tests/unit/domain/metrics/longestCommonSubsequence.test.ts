import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { longestCommonSubsequence } from '../../../../src/domain/metrics';

/** The definition, exponential: try every choice. */
function byDefinition(a: readonly string[], b: readonly string[]): number {
  const [head, ...rest] = a;
  if (head === undefined || b.length === 0) return 0;
  const place = b.indexOf(head);
  const without = byDefinition(rest, b);
  return place < 0 ? without : Math.max(without, 1 + byDefinition(rest, b.slice(place + 1)));
}

describe('longestCommonSubsequence', () => {
  it('agrees with the definition', () => {
    const words = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 8 });
    fc.assert(
      fc.property(words, words, (a, b) => {
        expect(longestCommonSubsequence(a, b)).toBe(byDefinition(a, b));
        expect(longestCommonSubsequence(b, a)).toBe(longestCommonSubsequence(a, b));
      }),
    );
  });
});
