import { apply, type Affine, type Extent, type Point } from '../../domain/viewing';

/** How a film is held up: turned clockwise by quarters, then mirrored left to right. */
export interface Pose {
  readonly turns: Turns;
  readonly flipped: boolean;
}

export type Turns = 0 | 1 | 2 | 3;

/** The film's own axes on the screen: right becomes (a, b), down becomes (c, d). */
type Axes = readonly [number, number, number, number];

const TURNED: Readonly<Record<Turns, Axes>> = {
  0: [1, 0, 0, 1],
  1: [0, 1, -1, 0],
  2: [-1, 0, 0, -1],
  3: [0, -1, 1, 0],
};

function axesOf({ turns, flipped }: Pose): Axes {
  const [a, b, c, d] = TURNED[turns];
  return flipped ? [-a, b, -c, d] : [a, b, c, d];
}

/** A sum of quarters, 0 to 3. */
export function quarters(turns: number): Turns {
  return ((((turns % 4) + 4) % 4) as Turns) || 0;
}

/** A quarter turn as it is seen, clockwise for 1 and counter-clockwise for -1, mirrored or not. */
export function turnedBy(pose: Pose, by: 1 | -1): Pose {
  return { ...pose, turns: quarters(pose.turns + (pose.flipped ? -by : by)) };
}

/** Height and width of a film as it is held. */
export function heldExtent({ width, height }: Extent, { turns }: Pose): Extent {
  return turns % 2 === 0 ? { width, height } : { width: height, height: width };
}

/** Pane pixels for one film pixel when the whole film is shown. */
export function fitScale(film: Extent, pane: Extent, pose: Pose): number {
  const held = heldExtent(film, pose);
  return Math.min(pane.width / held.width, pane.height / held.height);
}

/**
 * The point of the film that may lie at the middle of the pane, nearest to the one wished for: no gap opens on a side
 * where the film is larger than the pane, and where it is smaller it lies in the middle.
 * @param centre  in film pixels
 */
export function heldCentre(film: Extent, pane: Extent, pose: Pose, scale: number, centre: Point): Point {
  const room = heldExtent(pane, pose);
  const hold = (at: number, size: number, seen: number): number =>
    seen >= size ? size / 2 : Math.min(size - seen / 2, Math.max(seen / 2, at));
  return {
    x: hold(centre.x, film.width, room.width / scale),
    y: hold(centre.y, film.height, room.height / scale),
  };
}

/**
 * Film pixels to pane pixels, from the top left corner of each.
 * @param centre  point of the film, in its pixels, at the middle of the pane
 */
export function filmToPane(pane: Extent, pose: Pose, scale: number, centre: Point): Affine {
  const [a, b, c, d] = axesOf(pose).map((part) => part * scale) as [number, number, number, number];
  const middle = apply([a, b, c, d, 0, 0], centre);
  return [a, b, c, d, pane.width / 2 - middle.x, pane.height / 2 - middle.y];
}

/** The centre with which a point of the film comes to lie at a point of the pane. */
export function centreFor(film: Point, at: Point, pane: Extent, pose: Pose, scale: number): Point {
  const [a, b, c, d] = axesOf(pose);
  const x = (at.x - pane.width / 2) / scale;
  const y = (at.y - pane.height / 2) / scale;
  // The axes are turned back by their transpose.
  return { x: film.x - (a * x + b * y), y: film.y - (c * x + d * y) };
}

/**
 * Pixels of the film as it is shown to places among its stored values, which may be turned, and whose pixels need
 * not be square.
 * @param shown   the film upright, with square pixels
 * @param stored  as it lies in its file
 * @param turns   quarters clockwise from the file to the film as it is shown
 */
export function shownToStored(shown: Extent, stored: Extent, turns: Turns): Affine {
  const { width: w, height: h } = stored;
  const across = turns % 2 === 0 ? w / shown.width : h / shown.width;
  const down = turns % 2 === 0 ? h / shown.height : w / shown.height;
  if (turns === 1) return [0, -across, down, 0, 0, h];
  if (turns === 2) return [-across, 0, 0, -down, w, h];
  if (turns === 3) return [0, across, -down, 0, w, 0];
  return [across, 0, 0, down, 0, 0];
}
