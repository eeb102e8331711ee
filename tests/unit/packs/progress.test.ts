import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ProgressMeter, type PackProgress } from '../../../src/packs/progress';

const PACK = { id: 'p', version: '1.0.0' };

function meter(total = 1000): { told: PackProgress[]; at: ProgressMeter['at']; wait: (ms: number) => void } {
  const told: PackProgress[] = [];
  let now = 0;
  const made = new ProgressMeter(
    PACK,
    total,
    (progress) => told.push(progress),
    () => now,
  );
  return { told, at: made.at.bind(made), wait: (ms) => (now += ms) };
}

describe('the progress of a pack', () => {
  it('never falls and never passes the total, whatever is noted', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: -50, max: 2000 }), fc.nat(500))), (notes) => {
        const { told, at, wait } = meter();
        for (const [bytes, ms] of notes) {
          wait(ms);
          at('downloading', bytes);
        }
        const bytes = told.map((progress) => progress.bytes);
        expect(bytes).toEqual([...bytes].sort((a, b) => a - b));
        expect(bytes.every((n) => n >= 0 && n <= 1000)).toBe(true);
        expect(told.every((progress) => progress.total === 1000 && progress.rate >= 0)).toBe(true);
      }),
    );
  });

  it('measures the rate over the last seconds, not over cached bytes', () => {
    const { told, at, wait } = meter(1_000_000);
    at('waiting', 500_000);
    for (let i = 0; i <= 50; i++) {
      at('downloading', 500_000 + i * 1000);
      wait(100);
    }
    expect(told.at(-1)?.rate).toBeGreaterThan(9000);
    expect(told.at(-1)?.rate).toBeLessThan(11_000);
  });

  it('tells at most ten times a second, and every change of phase at once', () => {
    const { told, at, wait } = meter();
    for (let i = 0; i < 100; i++) {
      at('downloading', i);
      wait(10);
    }
    expect(told.length).toBeLessThanOrEqual(11);
    at('verifying', 100);
    at('done', 1000);
    expect(told.slice(-2).map((progress) => progress.phase)).toEqual(['verifying', 'done']);
  });
});
