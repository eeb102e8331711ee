import type { Lens, Point, Extent } from '../../domain/viewing';

/** In CSS pixels. */
export const LENS_RADIUS = 88;
const LENS_ZOOM = 2.5;

/**
 * The magnifier of a view, in CSS pixels of its pane: at the pointer, in the middle when it is elsewhere.
 * @returns undefined when it is off
 */
export function lensAt(view: {
  readonly magnifying: boolean;
  readonly pointer: Point | undefined;
  readonly pane: Extent;
}): Lens | undefined {
  if (!view.magnifying) return undefined;
  const { x, y } = view.pointer ?? { x: view.pane.width / 2, y: view.pane.height / 2 };
  return { x, y, radius: LENS_RADIUS, zoom: LENS_ZOOM };
}
