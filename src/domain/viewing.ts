import type { FilmWindow } from './film';

/** Takes (x, y) to (a x + c y + e, b x + d y + f), in the order of a DOMMatrix: a, b, c, d, e, f. */
export type Affine = readonly [number, number, number, number, number, number];

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Extent {
  readonly width: number;
  readonly height: number;
}

/** A round magnifier, in canvas pixels. */
export interface Lens extends Point {
  readonly radius: number;
  /** How many times larger than around it, above 1. */
  readonly zoom: number;
}

/** One picture of a film on a canvas: where its values lie and how they are shown. */
export interface FilmScene extends Extent {
  /** Canvas pixels to places among the stored values; the middle of the first value is (0.5, 0.5). */
  readonly toValues: Affine;
  readonly window: FilmWindow;
  /** Brightness is turned round after the window. */
  readonly inverted: boolean;
  readonly lens?: Lens;
}

export function apply([a, b, c, d, e, f]: Affine, { x, y }: Point): Point {
  return { x: a * x + c * y + e, y: b * x + d * y + f };
}

/** First `inner`, then `outer`. */
export function compose(outer: Affine, inner: Affine): Affine {
  const [a, b, c, d] = outer;
  const origin = apply(outer, { x: inner[4], y: inner[5] });
  return [
    a * inner[0] + c * inner[1],
    b * inner[0] + d * inner[1],
    a * inner[2] + c * inner[3],
    b * inner[2] + d * inner[3],
    origin.x,
    origin.y,
  ];
}

/** @throws RangeError when the map has no inverse */
export function invert([a, b, c, d, e, f]: Affine): Affine {
  const size = a * d - b * c;
  if (size === 0 || !Number.isFinite(size)) throw new RangeError('the map has no inverse');
  return [d / size, -b / size, -c / size, a / size, (c * f - d * e) / size, (b * e - a * f) / size];
}
