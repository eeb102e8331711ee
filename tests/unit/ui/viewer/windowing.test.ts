import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DeepFilm, FilmWindow } from '../../../../src/domain/film';
import { brightness } from '../../../../src/imaging';
import {
  centreWidth,
  draggedWindow,
  presetsOf,
  unitText,
  windowAt,
  windowEnds,
} from '../../../../src/ui/viewer/windowing';

const whole: FilmWindow = { kind: 'linear', label: 'full range', low: 0, high: 4095 };
const film: DeepFilm = {
  width: 1,
  height: 1,
  values: Uint16Array.of(0),
  windows: [
    { kind: 'sigmoid', label: 'NORMAL', low: 500, high: 3500 },
    { kind: 'linear', label: 'fitted', low: 1000, high: 3000 },
    whole,
  ],
  window: 0,
  inverted: false,
  aspect: 1,
};

describe('window centre and width', () => {
  it('count as DICOM does: 8 bits are centre 128, width 256', () => {
    expect(centreWidth({ kind: 'linear', label: '', low: 0, high: 255 })).toEqual({
      centre: 128,
      width: 256,
    });
    expect(centreWidth(whole)).toEqual({ centre: 2048, width: 4096 });
  });

  it('give the window back', () => {
    const number = fc.double({ min: 2, max: 60_000, noNaN: true });
    fc.assert(
      fc.property(number, number, (centre, width) => {
        const back = centreWidth(windowAt({ centre, width }, whole));
        expect(back.centre).toBeCloseTo(centre, 6);
        expect(back.width).toBeCloseTo(width, 6);
      }),
    );
  });

  it('put half brightness at the centre', () => {
    expect(brightness(windowAt({ centre: 1000, width: 401 }, whole), 999.5)).toBeCloseTo(0.5);
    expect(brightness(windowAt({ centre: 1000, width: 401 }, whole), 799.5)).toBeCloseTo(0);
    expect(brightness(windowAt({ centre: 1000, width: 401 }, whole), 1199.5)).toBeCloseTo(1);
  });

  it('are given in the units of the file where it has a rescale', () => {
    // Rescaled -100.5 and 99.5 are stored 1799 and 2199: centre 0, width 201 in the file.
    const rescale = { slope: 0.5, intercept: -1000 };
    const window: FilmWindow = { kind: 'linear', label: '', low: 1799, high: 2199 };
    expect(centreWidth(window, rescale)).toEqual({ centre: 0, width: 201 });
    expect(windowAt({ centre: 0, width: 201 }, window, rescale)).toMatchObject({ low: 1799, high: 2199 });
    const falling = { slope: -2, intercept: 4095 };
    const numbers = centreWidth(whole, falling);
    expect(numbers).toEqual({ centre: 0.5, width: 8191 });
    expect(windowAt(numbers, whole, falling)).toMatchObject({ low: 0, high: 4095 });
  });

  it('are written with the decimals that one stored value is worth', () => {
    expect(unitText(127.6)).toBe('128');
    expect(unitText(-0.2)).toBe('0');
    expect(unitText(-0.21, { slope: 0.1, intercept: 0 })).toBe('-0.2');
    expect(unitText(3, { slope: 0.25, intercept: 0 })).toBe('3.0');
    expect(unitText(12.4, { slope: 2, intercept: -1 })).toBe('12');
  });

  it('leave a window that falls falling', () => {
    const falling: FilmWindow = { kind: 'linear', label: '', low: 3000, high: 1000 };
    expect(centreWidth(falling)).toEqual({ centre: 2000.5, width: 2001 });
    const moved = windowAt({ centre: 2100.5, width: 2001 }, falling);
    expect(brightness(moved, 1100)).toBeGreaterThan(brightness(moved, 3100));
  });

  it('of a table are where its entries begin and end, through a slope that falls too', () => {
    const table = new Float32Array(101);
    const ends = windowEnds({ kind: 'table', label: '', slope: -1, intercept: 1000, first: 200, table });
    expect(ends).toEqual({ low: 700, high: 800 });
  });
});

describe('a drag', () => {
  it('widens to the right, darkens downwards, and keeps a sigmoid one', () => {
    const before = film.windows[0]!;
    const wider = draggedWindow(before, 40, 0, whole);
    expect(centreWidth(wider).width).toBeGreaterThan(centreWidth(before).width + 400);
    expect(centreWidth(wider).centre).toBeCloseTo(centreWidth(before).centre);
    expect(brightness(draggedWindow(before, 0, 30, whole), 2000)).toBeLessThan(brightness(before, 2000));
    expect(wider.kind).toBe('sigmoid');
  });

  it('keeps the curve of a table: it is moved and stretched', () => {
    const table = Float32Array.from({ length: 101 }, (_, i) => (i / 100) ** 2);
    for (const slope of [1, -1]) {
      const window: FilmWindow = { kind: 'table', label: 'CURVE', slope, intercept: 1000, first: 200, table };
      const before = windowEnds(window);
      const dragged = draggedWindow(window, 40, 10, whole);
      const after = windowEnds(dragged);
      expect(dragged.kind).toBe('table');
      expect(after.high - after.low).toBeGreaterThan(before.high - before.low + 300);
      for (const share of [0, 0.25, 0.5, 0.75, 1]) {
        const at = (ends: typeof before) => ends.low + share * (ends.high - ends.low);
        // An entry is 1 of 101, and places are rounded to entries.
        expect(Math.abs(brightness(dragged, at(after)) - brightness(window, at(before)))).toBeLessThan(0.03);
      }
    }
  });

  it('never loses the film: the width stays above 1 and the ends finite', () => {
    const far = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(far, far, (x, y) => {
        const { centre, width } = centreWidth(draggedWindow(whole, x, y, whole));
        expect(width).toBeGreaterThanOrEqual(2);
        expect(width).toBeLessThanOrEqual(4 * 4095);
        expect(Math.abs(centre)).toBeLessThanOrEqual(2 * 4095);
      }),
    );
  });
});

describe('presets', () => {
  it('are the windows of the film and two halves of the fitted one', () => {
    expect(presetsOf(film, false).map(({ label }) => label)).toEqual([
      'NORMAL',
      'fitted',
      'full range',
      'lungs (dark part)',
      'mediastinum, bone (bright part)',
    ]);
  });

  it('spread the lungs over low values, and over high ones on a film whose high values are dark', () => {
    const lungs = (isInverted: boolean) => windowEnds(presetsOf(film, isInverted)[3]!.window);
    expect(lungs(false)).toMatchObject({ low: 1000, high: 2200 });
    expect(lungs(true)).toMatchObject({ low: 1800, high: 3000 });
  });
});
