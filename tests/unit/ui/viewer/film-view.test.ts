import { describe, expect, it } from 'vitest';
import { apply } from '../../../../src/domain/viewing';
import type { DeepFilm } from '../../../../src/domain/film';
import { pressFilmKey, FILM_KEYS } from '../../../../src/ui/viewer/film-keys';
import { FilmView, MAX_ZOOM } from '../../../../src/ui/viewer/film-view.svelte';
import { FilmViews } from '../../../../src/ui/viewer/film-views.svelte';

const deep: DeepFilm = {
  width: 4,
  height: 3,
  values: Uint16Array.from({ length: 12 }, (_, i) => 100 * i),
  windows: [{ kind: 'linear', label: 'full range', low: 0, high: 1100 }],
  window: 0,
  inverted: false,
  aspect: 1,
};

function viewOf(width = 1000, height = 1200): FilmView {
  const view = new FilmView();
  view.pane = { width: 500, height: 400 };
  view.take({ width, height });
  return view;
}

describe('a view', () => {
  it('zooms between the whole and twelve times, and comes back', () => {
    const view = viewOf();
    view.zoomBy(100, { x: 400, y: 50 });
    expect(view.zoom).toBe(MAX_ZOOM);
    view.zoomBy(-100);
    expect(view.zoom).toBe(1);
    expect(apply(view.toPane, { x: 500, y: 600 })).toEqual({ x: 250, y: 200 });
  });

  it('keeps what lies under the pointer in its place, turned and mirrored too', () => {
    const view = viewOf();
    view.turn(1);
    view.flip();
    view.zoomBy(6);
    const film = { x: 480, y: 640 };
    const at = apply(view.toPane, film);
    view.zoomBy(2, at);
    const now = apply(view.toPane, film);
    expect(now.x).toBeCloseTo(at.x, 6);
    expect(now.y).toBeCloseTo(at.y, 6);
  });

  it('shows pixels one to one, on a dense screen and on a film smaller than its pane', () => {
    for (const [density, side] of [
      [1, 3000],
      [2, 3000],
      [1, 256],
    ] as const) {
      const view = viewOf(side, side);
      view.density = density;
      view.actualSize();
      expect(view.magnification).toBeCloseTo(1);
      view.fit();
      expect(view.zoom).toBe(1);
    }
  });

  it('moves as far as it is dragged, however it is held', () => {
    const view = viewOf();
    view.turn(-1);
    view.flip();
    view.zoomBy(8);
    const film = { x: 500, y: 600 };
    const before = apply(view.toPane, film);
    view.panBy(30, -20);
    const after = apply(view.toPane, film);
    expect(after.x - before.x).toBeCloseTo(30, 6);
    expect(after.y - before.y).toBeCloseTo(-20, 6);
  });

  it('reads the stored value under the pointer, on a turned film too', () => {
    const view = viewOf(3, 4);
    view.fill(deep, { turns: 1 });
    // Turned clockwise, the lower left value comes to the upper left.
    view.pointer = apply(view.toPane, { x: 0.5, y: 0.5 });
    expect(view.probe).toEqual({ x: 0, y: 2, value: 800 });
    view.pointer = { x: 1, y: 1 };
    expect(view.probe).toBeUndefined();
  });

  it('counts in the units of the file: its window, its range and the value under the pointer', () => {
    const view = viewOf(3, 4);
    view.fill({ ...deep, rescale: { slope: 2, intercept: -1000 } }, { turns: 1 });
    view.pointer = apply(view.toPane, { x: 0.5, y: 0.5 });
    expect(view.probe?.value).toBe(600);
    expect(view.numbers).toEqual({ centre: 100.5, width: 2201 });
    expect(view.range).toEqual({ low: -1000, high: 1200 });
    const before = view.window!;
    view.setNumbers(view.numbers!);
    expect(view.window).toMatchObject({ kind: 'linear', low: 0, high: 1100 });
    expect(view.window).not.toBe(before);
  });

  it('turns brightness round once, whoever asked', () => {
    const view = viewOf();
    view.fill({ ...deep, inverted: true }, { inverted: true });
    expect(view.isTurnedRound).toBe(false);
    view.inverted = true;
    expect(view.isTurnedRound).toBe(true);
  });

  it('takes the window it is read by, another by hand, and the first again on reset', () => {
    const view = viewOf();
    view.fill(deep, {});
    expect(view.numbers).toEqual({ centre: 550.5, width: 1101 });
    view.windowBy(0, 20);
    expect(view.preset).toBe(-1);
    view.stepPreset(1);
    expect(view.preset).toBe(0);
    view.setNumbers({ centre: 300, width: 100 });
    view.reset();
    expect(view.preset).toBe(0);
  });
});

describe('linked films', () => {
  it('zoom together and stand at the same height, each at its own side', () => {
    const views = new FilmViews();
    for (const view of [views.frontal, views.lateral]) {
      view.pane = { width: 400, height: 400 };
      view.take({ width: 1000, height: 1000 });
    }
    views.linked = true;
    views.frontal.zoomBy(6);
    views.frontal.panBy(60, 40);
    expect(views.lateral.zoom).toBe(views.frontal.zoom);
    const middle = { x: 500, y: 500 };
    const [a, b] = [apply(views.frontal.toPane, middle), apply(views.lateral.toPane, middle)];
    expect(b.y).toBeCloseTo(a.y, 6);
    expect(a.x).toBeCloseTo(260, 6);
    expect(b.x).toBeCloseTo(200, 6);
    views.linked = false;
    views.frontal.fit();
    expect(views.lateral.zoom).not.toBe(1);
  });
});

describe('keys of the viewer', () => {
  it('that Help names all do something', () => {
    const named = FILM_KEYS.flatMap(({ keys }) => keys).filter((key) => key.length === 1);
    for (const key of named) {
      expect(pressFilmKey({ key, shiftKey: false }, new FilmViews(), 'frontal'), key).toBe(true);
    }
    expect(pressFilmKey({ key: 'z', shiftKey: false }, new FilmViews(), 'frontal')).toBe(false);
  });

  it('act on the active film alone', () => {
    const views = new FilmViews();
    pressFilmKey({ key: 'v', shiftKey: false }, views, 'lateral');
    pressFilmKey({ key: 'T', shiftKey: true }, views, 'lateral');
    expect(views.lateral.pose).toEqual({ turns: 1, flipped: true });
    expect(views.lateral.seenTurns).toBe(3);
    expect(views.frontal.pose).toEqual({ turns: 0, flipped: false });
  });

  it('with Shift and an arrow set the window while that is the tool, and move the film otherwise', () => {
    const views = new FilmViews();
    const view = views.frontal;
    view.pane = { width: 400, height: 400 };
    view.take({ width: 4, height: 3 });
    view.fill(deep, {});
    const press = (): boolean => pressFilmKey({ key: 'ArrowRight', shiftKey: true }, views, 'frontal');
    view.zoomBy(6);
    const [before, width] = [view.toPane[4], view.numbers!.width];
    press();
    expect(view.toPane[4]).toBeLessThan(before);
    expect(view.numbers!.width).toBe(width);
    view.tool = 'window';
    press();
    expect(view.numbers!.width).toBeGreaterThan(width);
  });
});
