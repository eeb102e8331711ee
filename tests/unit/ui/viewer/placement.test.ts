import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { apply, compose, invert, type Affine, type Point } from '../../../../src/domain/viewing';
import { adjustGrey } from '../../../../src/imaging';
import {
  centreFor,
  filmToPane,
  fitScale,
  heldCentre,
  heldExtent,
  shownToStored,
  turnedBy,
  type Pose,
  type Turns,
} from '../../../../src/ui/viewer/placement';

const film = { width: 1000, height: 1200 };
const pane = { width: 500, height: 400 };
const UPRIGHT: Pose = { turns: 0, flipped: false };
const middle = { x: 500, y: 600 };

const pose = fc.record({ turns: fc.constantFrom<Turns>(0, 1, 2, 3), flipped: fc.boolean() });
const share = fc.double({ min: 0, max: 1, noNaN: true });
const point = fc.record({ x: share, y: share });

function closeTo(one: Point, other: Point): void {
  expect(one.x).toBeCloseTo(other.x, 6);
  expect(one.y).toBeCloseTo(other.y, 6);
}

/** Corners of the film on the pane: left, top, right, bottom. */
function box(map: Affine): { left: number; top: number; right: number; bottom: number } {
  const [a, b] = [apply(map, { x: 0, y: 0 }), apply(map, { x: film.width, y: film.height })];
  return {
    left: Math.min(a.x, b.x),
    top: Math.min(a.y, b.y),
    right: Math.max(a.x, b.x),
    bottom: Math.max(a.y, b.y),
  };
}

describe('a film in its pane', () => {
  it('is shown whole and in the middle', () => {
    const at = box(filmToPane(pane, UPRIGHT, fitScale(film, pane, UPRIGHT), middle));
    expect(at.top).toBeCloseTo(0);
    expect(at.bottom).toBeCloseTo(400);
    expect(at.left).toBeCloseTo((500 - 1000 / 3) / 2);
  });

  it('on its side fits by its other side', () => {
    expect(heldExtent(film, { turns: 1, flipped: false })).toEqual({ width: 1200, height: 1000 });
    expect(fitScale(film, pane, { turns: 1, flipped: true })).toBeCloseTo(0.4);
  });

  it('opens no gap on a side where it is larger than the pane, however it is held', () => {
    fc.assert(
      fc.property(pose, point, fc.double({ min: 0.3, max: 5, noNaN: true }), (held, wish, scale) => {
        const centre = heldCentre(film, pane, held, scale, { x: wish.x * 1000, y: wish.y * 1200 });
        const at = box(filmToPane(pane, held, scale, centre));
        for (const [start, end, room] of [
          [at.left, at.right, pane.width],
          [at.top, at.bottom, pane.height],
        ] as const) {
          if (end - start <= room) expect(start).toBeCloseTo((room - (end - start)) / 2, 6);
          else {
            expect(start).toBeLessThanOrEqual(1e-6);
            expect(end).toBeGreaterThanOrEqual(room - 1e-6);
          }
        }
      }),
    );
  });

  it('can be brought with any of its points to any place', () => {
    fc.assert(
      fc.property(pose, point, point, (held, on, to) => {
        const at = { x: on.x * 1000, y: on.y * 1200 };
        const place = { x: to.x * 500, y: to.y * 400 };
        const centre = centreFor(at, place, pane, held, 2.5);
        closeTo(apply(filmToPane(pane, held, 2.5, centre), at), place);
      }),
    );
  });

  it('turns clockwise as it is seen, mirrored or not', () => {
    for (const flipped of [false, true]) {
      for (const turns of [0, 1, 2, 3] as const) {
        const before = { turns, flipped };
        const scale = 1;
        const place = (held: Pose): Point => {
          const { x, y } = apply(filmToPane(pane, held, scale, middle), { x: 500, y: 0 });
          return { x: x - 250, y: y - 200 };
        };
        const [from, to] = [place(before), place(turnedBy(before, 1))];
        // Clockwise with y downwards: (x, y) becomes (-y, x).
        closeTo(to, { x: -from.y, y: from.x });
        expect(turnedBy(turnedBy(before, 1), -1)).toEqual(before);
      }
    }
  });

  it('mirrored has its left on the right', () => {
    const left = { x: 0, y: 600 };
    expect(apply(filmToPane(pane, { turns: 0, flipped: true }, 0.1, middle), left).x).toBeCloseTo(300);
    expect(apply(filmToPane(pane, UPRIGHT, 0.1, middle), left).x).toBeCloseTo(200);
  });
});

describe('places among the stored values', () => {
  it.each([0, 1, 2, 3] as const)('are those of the picture that is read, turned by %i quarters', (turns) => {
    const stored = { width: 3, height: 2, pixels: Uint8Array.of(0, 1, 2, 3, 4, 5) };
    const shown = adjustGrey(stored, { turns });
    const map = shownToStored(shown, stored, turns);
    for (let y = 0; y < shown.height; y++) {
      for (let x = 0; x < shown.width; x++) {
        const at = apply(map, { x: x + 0.5, y: y + 0.5 });
        const value = stored.pixels[Math.floor(at.y) * stored.width + Math.floor(at.x)];
        expect(value).toBe(shown.pixels[y * shown.width + x]);
      }
    }
  });

  it('are stretched where pixels are not square', () => {
    const map = shownToStored({ width: 100, height: 200 }, { width: 100, height: 100 }, 0);
    closeTo(apply(map, { x: 50, y: 150 }), { x: 50, y: 75 });
  });
});

describe('maps', () => {
  const part = fc.double({ min: -5, max: 5, noNaN: true });
  const map = fc
    .tuple(part, part, part, part, part, part)
    .filter(([a, b, c, d]) => Math.abs(a * d - b * c) > 0.1);

  it('follow each other and go back', () => {
    fc.assert(
      fc.property(map, map, point, (outer, inner, at) => {
        closeTo(apply(compose(outer, inner), at), apply(outer, apply(inner, at)));
        closeTo(apply(invert(inner), apply(inner, at)), at);
      }),
    );
    expect(() => invert([1, 2, 2, 4, 0, 0])).toThrow(RangeError);
  });
});
