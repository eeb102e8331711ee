import { describe, expect, it } from 'vitest';
import { compare, quantile } from '../../../bench/side-by-side';

describe('bench', () => {
  it('takes quantiles between values', () => {
    expect(quantile([3, 1, 2], 0.5)).toBe(2);
    expect(quantile([1, 2], 0.25)).toBe(1.25);
    expect(() => quantile([], 0.5)).toThrow(RangeError);
  });

  it('runs both in turn and leaves the first round out', async () => {
    const calls: string[] = [];
    const contender = (name: string) => ({ name, run: async () => calls.push(name) });
    const outcome = await compare({ name: 'b / a', first: contender('a'), second: contender('b') }, 2);
    expect(calls).toEqual(['a', 'b', 'a', 'b', 'a', 'b']);
    expect(outcome.ratio).toBeGreaterThan(0);
  });
});
