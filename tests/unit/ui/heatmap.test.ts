import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inferno } from '../../../src/ui/viewer/colour-map';
import {
  attentionPeak,
  attentionShares,
  heatPeak,
  heatOpacity,
  heatPixels,
  sampleMap,
} from '../../../src/ui/viewer/heatmap';

const map = { height: 3, width: 4 };
const weights = Float32Array.from({ length: 12 }, (_, i) => ((i * 7) % 12) / 66);

describe('the heat map', () => {
  it('has the exact weight at the centre of each cell', () => {
    for (let row = 0; row < map.height; row++) {
      for (let column = 0; column < map.width; column++) {
        const value = sampleMap(weights, map, row + 0.5, column + 0.5);
        expect(value).toBeCloseTo(weights[row * map.width + column]!, 6);
      }
    }
  });

  it('is even where the weights are even, up to the edges', () => {
    const even = new Float32Array(12).fill(0.25);
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 3, noNaN: true }),
        fc.double({ min: 0, max: 4, noNaN: true }),
        (y, x) => {
          expect(sampleMap(even, map, y, x)).toBeCloseTo(0.25, 6);
        },
      ),
    );
  });

  it('is strongest over the cell with the largest weight and clear far from it', () => {
    const one = new Float32Array(12);
    one[1 * map.width + 2] = 0.5;
    const size = { height: 30, width: 40 };
    const pixels = heatPixels(one, map, size, 0.5);
    const opacity = (y: number, x: number): number => pixels[(y * size.width + x) * 4 + 3]!;
    expect(opacity(15, 25)).toBeGreaterThan(170);
    expect(opacity(15, 2)).toBe(0);
    expect(Math.max(...pixels.filter((_, i) => i % 4 === 3))).toBe(opacity(15, 25));
  });

  it('is clear when there is no attention at all', () => {
    expect(
      heatPixels(new Float32Array(12), map, { height: 4, width: 4 }, 0).every((value) => value === 0),
    ).toBe(true);
  });

  it('never hides the film and fades in steadily', () => {
    let before = -1;
    for (let value = 0; value <= 1; value += 0.05) {
      const opacity = heatOpacity(value);
      expect(opacity).toBeGreaterThanOrEqual(before);
      expect(opacity).toBeLessThan(0.8);
      before = opacity;
    }
  });
});

describe('inferno', () => {
  it('grows brighter from end to end', () => {
    const luma = (value: number): number => {
      const [r, g, b] = inferno(value);
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    for (let i = 1; i <= 32; i++) expect(luma(i / 32)).toBeGreaterThan(luma((i - 1) / 32));
  });

  it('takes values outside 0..1 as the ends', () => {
    expect(inferno(-3)).toEqual(inferno(0));
    expect(inferno(7)).toEqual([252, 255, 164]);
  });
});

describe('attention in figures', () => {
  const findings = new Float32Array(17);
  findings[2] = 0.2;
  findings[3] = 0.1;
  const word = { frontal: Float32Array.of(0.1, 0.3), lateral: Float32Array.of(0.05, 0.25), findings };

  it('takes the peak over both films', () => {
    expect(attentionPeak({ frontal: word.lateral, lateral: word.frontal, findings })).toBeCloseTo(0.3);
  });

  it('ends the colour scale no lower than twice an even share, so that even attention stays faint', () => {
    const even = (count: number) => new Float32Array(count).fill(1 / 66);
    expect(heatPeak({ frontal: even(49), findings: even(17) })).toBeCloseTo(2 / 66);
    expect(heatPeak(word)).toBeCloseTo(0.3);
  });

  it('shares out between films and findings and names the strongest finding', () => {
    const shares = attentionShares(word);
    expect(shares.frontal).toBeCloseTo(0.4);
    expect(shares.lateral).toBeCloseTo(0.3);
    expect(shares.findings).toBeCloseTo(0.3);
    expect(shares.strongest?.name).toBe('Effusion');
    expect(attentionShares({ frontal: word.frontal, findings })).not.toHaveProperty('lateral');
  });
});
