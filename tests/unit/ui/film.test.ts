import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placeFiles } from '../../../src/ui/desk/film-drop';
import { FilmView, MAX_ZOOM, place } from '../../../src/ui/desk/film-view.svelte';

const film = { width: 1000, height: 1200 };
const pane = { width: 500, height: 400 };

describe('a film in its pane', () => {
  it('is shown whole and in the middle at zoom 1', () => {
    const at = place(film, pane, 1, { x: 0.5, y: 0.5 });
    expect(at.height).toBeCloseTo(400);
    expect(at.width).toBeCloseTo(1000 / 3);
    expect(at.left).toBeCloseTo((500 - 1000 / 3) / 2);
    expect(at.top).toBeCloseTo(0);
  });

  it('opens no gap on a side where it is larger than the pane', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.double({ min: 1, max: MAX_ZOOM, noNaN: true }), share, share, (zoom, x, y) => {
        const at = place(film, pane, zoom, { x, y });
        for (const [start, size, room] of [
          [at.left, at.width, pane.width],
          [at.top, at.height, pane.height],
        ] as const) {
          if (size <= room) expect(start).toBeCloseTo((room - size) / 2, 6);
          else {
            expect(start).toBeLessThanOrEqual(1e-9);
            expect(start + size).toBeGreaterThanOrEqual(room - 1e-6);
          }
        }
      }),
    );
  });

  it('zooms between once and twelve times, and comes back to the whole', () => {
    const view = new FilmView();
    view.zoomBy(100, { x: 0.9, y: 0.1 });
    expect(view.zoom).toBe(MAX_ZOOM);
    view.zoomBy(-100);
    expect(view.zoom).toBe(1);
    expect(view.centre).toEqual({ x: 0.5, y: 0.5 });
  });

  it('keeps the point under the pointer in its place while zooming', () => {
    const square = { width: 800, height: 800 };
    const view = new FilmView();
    view.zoomBy(4);
    const point = { x: 0.45, y: 0.55 };
    const on = () => {
      const at = place(square, square, view.zoom, view.centre);
      return [at.left + point.x * at.width, at.top + point.y * at.height];
    };
    const before = on();
    view.zoomBy(2, point);
    on().forEach((value, i) => expect(value).toBeCloseTo(before[i]!, 6));
  });
});

describe('window and level', () => {
  const shown = (view: FilmView, grey: number): number =>
    Math.min(1, Math.max(0, (grey / 255) * view.transfer.slope + view.transfer.intercept));

  it('changes nothing at first', () => {
    const view = new FilmView();
    for (const grey of [0, 64, 255]) expect(shown(view, grey)).toBeCloseTo(grey / 255);
    expect(view.windowed).toBe(false);
  });

  it('puts black and white at the ends of the window, the level in the middle', () => {
    const view = new FilmView();
    view.window = 100;
    view.level = 120;
    expect(shown(view, 70)).toBeCloseTo(0);
    expect(shown(view, 120)).toBeCloseTo(0.5);
    expect(shown(view, 170)).toBeCloseTo(1);
    view.inverted = true;
    expect(shown(view, 70)).toBeCloseTo(1);
    expect(shown(view, 170)).toBeCloseTo(0);
    view.reset();
    expect(shown(view, 70)).toBeCloseTo(70 / 255);
  });
});

describe('dropped files', () => {
  const file = (name: string): File => new File(['x'], name);
  const slots = (names: string[], at?: 'frontal' | 'lateral') =>
    placeFiles(
      names.map((name) => ({ name, file: file(name) })),
      at,
    ).map((placed) => `${placed.slot} ${placed.name}`);

  it('go where they were dropped', () => {
    expect(slots(['a.png'], 'lateral')).toEqual(['lateral a.png']);
    expect(slots(['a.png'])).toEqual(['frontal a.png']);
    expect(slots([])).toEqual([]);
  });

  it('go by their names when these say the view', () => {
    expect(slots(['study-LAT.png'])).toEqual(['lateral study-LAT.png']);
    expect(slots(['1_lateral.png', '1_frontal.png'])).toEqual([
      'frontal 1_frontal.png',
      'lateral 1_lateral.png',
    ]);
    expect(slots(['x.png', 'x-pa.png'])).toEqual(['frontal x-pa.png', 'lateral x.png']);
  });

  it('keep their order when names say nothing, and stop at two', () => {
    expect(slots(['plate.png', 'flat.png', 'third.png'], 'lateral')).toEqual([
      'frontal plate.png',
      'lateral flat.png',
    ]);
    expect(slots(['a-lateral.png', 'b-lateral.png'])).toEqual([
      'frontal a-lateral.png',
      'lateral b-lateral.png',
    ]);
  });
});
