import { describe, expect, it } from 'vitest';
import { FilmError } from '../../../src/imaging/errors';
import { toGrey } from '../../../src/imaging/grey';

type Colour = readonly [number, number, number, number];

function paint(side: number, colour: (x: number, y: number) => Colour): Uint8ClampedArray {
  const rgba = new Uint8ClampedArray(side * side * 4);
  for (let i = 0; i < side * side; i++) rgba.set(colour(i % side, Math.floor(i / side)), i * 4);
  return rgba;
}

/** A picture of grey waves, like a film: 0..255. */
const wave = (x: number, y: number): number => 127 + 120 * Math.sin(x / 7) * Math.cos(y / 11);

describe('toGrey', () => {
  it('is the rounded luma of each pixel', () => {
    const rgba = Uint8ClampedArray.from([10, 20, 30, 255, 255, 255, 255, 255, 90, 80, 70, 255, 1, 0, 0, 255]);
    expect([...toGrey(rgba, 2, 2).pixels]).toEqual([18, 255, 82, 0]);
  });

  it('lays transparency over black', () => {
    const rgba = Uint8ClampedArray.from([200, 200, 200, 0, 200, 200, 200, 51]);
    expect([...toGrey(rgba, 2, 1).pixels]).toEqual([0, 40]);
  });

  it('passes a tinted scan and a film with coloured marks', () => {
    const sepia = paint(96, (x, y) => [wave(x, y), wave(x, y) * 0.85, wave(x, y) * 0.6, 255]);
    expect(toGrey(sepia, 96, 96).width).toBe(96);
    const marked = paint(96, (x, y) =>
      x < 12 && y < 20 ? [255, 0, 0, 255] : [wave(x, y), wave(x, y), wave(x, y), 255],
    );
    expect(toGrey(marked, 96, 96).height).toBe(96);
  });

  it('refuses a colour photograph', () => {
    const meadow = paint(96, (x, y) => [
      wave(x, y),
      127 + 90 * Math.sin((x + y) / 5),
      127 + 90 * Math.cos((x - 2 * y) / 9),
      255,
    ]);
    expect(() => toGrey(meadow, 96, 96)).toThrow(FilmError);
    expect(() => toGrey(meadow, 96, 96)).toThrow(/colour photograph/);
  });
});
