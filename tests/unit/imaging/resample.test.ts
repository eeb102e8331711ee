import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GreyImage } from '../../../src/domain/film';
import { resample } from '../../../src/imaging/resample';

interface Golden {
  cases: { from: [number, number]; to: [number, number]; sha256: string; pixels?: string }[];
}
const golden = JSON.parse(
  readFileSync(new URL('../../fixtures/resample.json', import.meta.url), 'utf8'),
) as Golden;

/** The picture of tests/fixtures/make-resample.py. */
function picture(width: number, height: number): GreyImage {
  const pixels = Uint8Array.from(
    { length: width * height },
    (_, i) => (i * 7919 + Math.floor(i / width) * 104729) % 256,
  );
  return { width, height, pixels };
}

const films = fc
  .record({ width: fc.integer({ min: 1, max: 40 }), height: fc.integer({ min: 1, max: 40 }) })
  .chain(({ width, height }) =>
    fc
      .uint8Array({ minLength: width * height, maxLength: width * height })
      .map((pixels) => ({ width, height, pixels })),
  );
const side = fc.integer({ min: 1, max: 50 });

describe('resample', () => {
  it.each(golden.cases)('gives Pillow’s bytes from $from to $to', ({ from, to, sha256, pixels }) => {
    const made = resample(picture(...from), ...to);
    if (pixels) expect([...made.pixels]).toEqual([...Buffer.from(pixels, 'base64')]);
    expect(createHash('sha256').update(made.pixels).digest('hex')).toBe(sha256);
  });

  it('never leaves the range of the source and keeps a flat film flat', () => {
    fc.assert(
      fc.property(films, side, side, (film, width, height) => {
        const made = resample(film, width, height);
        expect(made.pixels).toHaveLength(width * height);
        expect(Math.min(...made.pixels)).toBeGreaterThanOrEqual(Math.min(...film.pixels));
        expect(Math.max(...made.pixels)).toBeLessThanOrEqual(Math.max(...film.pixels));
      }),
      { numRuns: 60 },
    );
  });

  it('is the identity at the same size', () => {
    fc.assert(
      fc.property(films, (film) => {
        expect(resample(film, film.width, film.height).pixels).toEqual(film.pixels);
      }),
      { numRuns: 30 },
    );
  });

  it('mirrors when the film is mirrored, up to one grey level', () => {
    fc.assert(
      fc.property(films, side, side, (film, width, height) => {
        const mirrored = mirror(resample(mirror(film), width, height));
        resample(film, width, height).pixels.forEach((value, i) => {
          expect(Math.abs(value - mirrored.pixels[i]!)).toBeLessThanOrEqual(1);
        });
      }),
      { numRuns: 40 },
    );
  });
});

function mirror({ width, height, pixels }: GreyImage): GreyImage {
  return {
    width,
    height,
    pixels: pixels.map((_, i) => pixels[i - (i % width) + (width - 1 - (i % width))]!),
  };
}
