import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DeepFilm, FilmWindow } from '../../../../src/domain/film';
import { brightness } from '../../../../src/imaging';
import {
  centreWidth,
  draggedWindow,
  presetsOf,
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
