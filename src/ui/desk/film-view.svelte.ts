import type { Extent } from './heatmap';

/** Where the film lies in its pane, in CSS pixels from the pane's top left corner. */
export interface Placement {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export const MAX_ZOOM = 12;
const ZOOM_STEP = 1.25;
const FULL_WIDTH = 255;
const MIDDLE = 127.5;

/**
 * Where a film lies in its pane: whole at zoom 1, and never dragged so far that a gap opens.
 * @param centre  point of the film at the middle of the pane, 0..1 across and down
 */
export function place(film: Extent, pane: Extent, zoom: number, centre: { x: number; y: number }): Placement {
  const scale = Math.min(pane.width / film.width, pane.height / film.height) * zoom;
  const width = film.width * scale;
  const height = film.height * scale;
  const slide = (size: number, room: number, at: number): number =>
    size <= room ? (room - size) / 2 : Math.min(0, Math.max(room - size, room / 2 - at * size));
  return {
    left: slide(width, pane.width, centre.x),
    top: slide(height, pane.height, centre.y),
    width,
    height,
  };
}

/** Zoom, place, window and level of one film pane. Window and level are grey values 0..255. */
export class FilmView {
  zoom = $state(1);
  centre = $state.raw({ x: 0.5, y: 0.5 });
  window = $state(FULL_WIDTH);
  level = $state(MIDDLE);
  inverted = $state(false);
  /** Whether the window and level sliders are open. */
  sliders = $state(false);

  /** True when grey values are shown other than as they are in the file. */
  readonly windowed: boolean = $derived(this.window !== FULL_WIDTH || this.level !== MIDDLE);

  /** shown = slope * grey + intercept, both on a 0..1 scale. */
  readonly transfer: { readonly slope: number; readonly intercept: number } = $derived.by(() => {
    const width = this.window / 255;
    const from = (this.level - this.window / 2) / 255;
    return this.inverted
      ? { slope: -1 / width, intercept: 1 + from / width }
      : { slope: 1 / width, intercept: -from / width };
  });

  /** Zooms by steps; the point of the film at (x, y), 0..1, stays where it is. */
  zoomBy(steps: number, at: { x: number; y: number } = this.centre): void {
    const zoom = Math.min(MAX_ZOOM, Math.max(1, this.zoom * ZOOM_STEP ** steps));
    const ratio = this.zoom / zoom;
    this.#moveTo(at.x + (this.centre.x - at.x) * ratio, at.y + (this.centre.y - at.y) * ratio);
    this.zoom = zoom;
  }

  /** Moves the film under the pane, by shares of the film's shown size. */
  panBy(x: number, y: number): void {
    this.#moveTo(this.centre.x - x, this.centre.y - y);
  }

  /** Widens the window and raises the level, in grey values. */
  windowBy(window: number, level: number): void {
    this.window = Math.min(FULL_WIDTH, Math.max(2, this.window + window));
    this.level = Math.min(255, Math.max(0, this.level + level));
  }

  fit(): void {
    this.zoom = 1;
    this.centre = { x: 0.5, y: 0.5 };
  }

  resetWindow(): void {
    this.window = FULL_WIDTH;
    this.level = MIDDLE;
  }

  reset(): void {
    this.fit();
    this.resetWindow();
    this.inverted = false;
  }

  #moveTo(x: number, y: number): void {
    const half = 0.5 / this.zoom;
    const clamp = (value: number): number => Math.min(1 - half, Math.max(half, value));
    this.centre = { x: clamp(x), y: clamp(y) };
  }
}
