import type { DeepFilm, FilmWindow } from '../../domain/film';
import type { FilmScene } from '../../domain/viewing';
import { brightness } from '../render';

const LEVELS = 8;
/** The pane behind a film, as red, green, blue, opacity in the order of memory. */
const BEHIND = 0xff090807;
/** Place of value 0 in a table of tones: signed values lie below. */
const ZERO = 32_768;

interface Level {
  readonly width: number;
  readonly height: number;
  readonly values: DeepFilm['values'];
}

/** A film without a GPU: the same pictures as `WebglFilm`, through a table of tones. */
export class PlainFilm {
  readonly #levels: Level[];
  readonly #range: readonly [number, number];
  #tones = new Uint32Array(1 << 17);
  #toned: { window: FilmWindow; inverted: boolean } | undefined;

  constructor(film: DeepFilm) {
    this.#levels = [film];
    this.#range = rangeOf(film.values);
  }

  /** @param pixels  RGBA, width x height of the scene */
  draw(scene: FilmScene, pixels: Uint8ClampedArray): void {
    const { width, height, toValues, lens } = scene;
    const [a, b, c, d, e, f] = toValues;
    const out = new Uint32Array(pixels.buffer, pixels.byteOffset, width * height);
    const tones = this.#tonesOf(scene);
    const around = this.#level(Math.hypot(a, b));
    const within = lens && this.#level(Math.hypot(a, b) / lens.zoom);
    const [{ width: wide, height: high }] = this.#levels as [Level];
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        let atX = x + 0.5;
        let atY = y + 0.5;
        let level = around;
        if (lens && within && (atX - lens.x) ** 2 + (atY - lens.y) ** 2 < lens.radius ** 2) {
          atX = lens.x + (atX - lens.x) / lens.zoom;
          atY = lens.y + (atY - lens.y) / lens.zoom;
          level = within;
        }
        const placeX = a * atX + c * atY + e;
        const placeY = b * atX + d * atY + f;
        const isOff = placeX < 0 || placeY < 0 || placeX > wide || placeY > high;
        const share = level.width / wide;
        const drop = level.height / high;
        out[y * width + x] = isOff
          ? BEHIND
          : (tones[sample(level, placeX * share, placeY * drop) + ZERO] ?? 0);
      }
    }
  }

  /** The level whose values lie about a canvas pixel apart. */
  #level(scale: number): Level {
    const wanted = Math.min(LEVELS - 1, Math.max(0, Math.floor(Math.log2(Math.max(scale, 1)) + 0.5)));
    while (this.#levels.length <= wanted) this.#levels.push(halved(this.#levels.at(-1) as Level));
    return this.#levels[wanted] as Level;
  }

  #tonesOf({ window, inverted }: FilmScene): Uint32Array {
    if (this.#toned?.window === window && this.#toned.inverted === inverted) return this.#tones;
    const [low, high] = this.#range;
    for (let value = low; value <= high; value++) {
      const share = brightness(window, value);
      const grey = Math.round(255 * (inverted ? 1 - share : share));
      this.#tones[value + ZERO] = (0xff000000 | (grey << 16) | (grey << 8) | grey) >>> 0;
    }
    this.#toned = { window, inverted };
    return this.#tones;
  }
}

function rangeOf(values: DeepFilm['values']): readonly [number, number] {
  let low = values[0] ?? 0;
  let high = low;
  for (const value of values) {
    if (value < low) low = value;
    else if (value > high) high = value;
  }
  return [low, high];
}

/** The value at a place between four of them, rounded. */
function sample({ width, height, values }: Level, placeX: number, placeY: number): number {
  const x = Math.min(width - 1, Math.max(0, placeX - 0.5));
  const y = Math.min(height - 1, Math.max(0, placeY - 0.5));
  const left = Math.floor(x);
  const top = Math.floor(y);
  const right = Math.min(width - 1, left + 1);
  const above = top * width;
  const below = Math.min(height - 1, top + 1) * width;
  const a = values[above + left] ?? 0;
  const c = values[below + left] ?? 0;
  const upper = a + ((values[above + right] ?? 0) - a) * (x - left);
  const lower = c + ((values[below + right] ?? 0) - c) * (x - left);
  return Math.round(upper + (lower - upper) * (y - top));
}

function halved({ width, height, values }: Level): Level {
  const wide = Math.max(1, width >> 1);
  const high = Math.max(1, height >> 1);
  const half = values.slice(0, wide * high);
  for (let y = 0; y < high; y++) {
    const upper = 2 * y * width;
    const lower = Math.min(height - 1, 2 * y + 1) * width;
    for (let x = 0; x < wide; x++) {
      const right = Math.min(width - 1, 2 * x + 1);
      const sum =
        (values[upper + 2 * x] ?? 0) +
        (values[upper + right] ?? 0) +
        (values[lower + 2 * x] ?? 0) +
        (values[lower + right] ?? 0);
      half[y * wide + x] = (sum + 2) >> 2;
    }
  }
  return { width: wide, height: high, values: half };
}
