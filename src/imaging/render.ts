import type { DeepFilm, FilmAdjustment, FilmWindow, GreyImage } from '../domain/film';
import { LARGEST_AREA } from './inspect';
import { resample } from './resample';

/** Aspects this close to 1 are square: a third of a pixel in a hundred is not seen. */
const SQUARE = 0.003;

/** Brightness 0..1 of a stored value under a window. */
export function brightness(window: FilmWindow, value: number): number {
  if (window.kind === 'table') {
    const { slope, intercept, first, table } = window;
    const place = Math.round(slope * value + intercept) - first;
    return table[Math.max(0, Math.min(table.length - 1, place))] ?? 0;
  }
  const share = (value - window.low) / (window.high - window.low);
  if (window.kind === 'sigmoid') return 1 / (1 + Math.exp(-4 * (share - 0.5)));
  return Math.max(0, Math.min(1, share));
}

/** A film as 8-bit grey with square pixels: through a window, turned round where high values are dark. */
export function renderGrey(film: DeepFilm, chosen: number = film.window): GreyImage {
  const window = film.windows[chosen] ?? film.windows[film.window];
  if (!window) throw new RangeError('the film has no window');
  const levels = new Uint8Array(1 << 17);
  const known = new Uint8Array(1 << 17);
  const { width, height, values, inverted } = film;
  const pixels = new Uint8Array(width * height);
  for (let i = 0; i < pixels.length; i++) {
    const value = values[i] ?? 0;
    const place = value + 32_768;
    if (known[place] === 0) {
      const share = brightness(window, value);
      levels[place] = Math.round(255 * (inverted ? 1 - share : share));
      known[place] = 1;
    }
    pixels[i] = levels[place] ?? 0;
  }
  return squared({ width, height, pixels }, film.aspect);
}

/** The same picture with square pixels; the side that would lose pixels is kept. */
function squared(image: GreyImage, aspect: number): GreyImage {
  if (Math.abs(aspect - 1) <= SQUARE) return image;
  const width = aspect < 1 ? Math.round(image.width / aspect) : image.width;
  const height = aspect > 1 ? Math.round(image.height * aspect) : image.height;
  // A ratio that makes no picture is a fault of the tag.
  return width * height > LARGEST_AREA ? image : resample(image, width, height);
}

/** A picture with what the user had done to it: exchanged black and white, turned. */
export function adjustGrey(image: GreyImage, { inverted = false, turns = 0 }: FilmAdjustment): GreyImage {
  const toned = inverted ? { ...image, pixels: image.pixels.map((value) => 255 - value) } : image;
  return turned(toned, turns);
}

function turned(image: GreyImage, turns: number): GreyImage {
  if (turns === 0) return image;
  const { width, height, pixels } = image;
  if (turns === 2) return { width, height, pixels: pixels.slice().reverse() };
  const turnedPixels = new Uint8Array(pixels.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      // One quarter clockwise: the left column becomes the top row, read from below.
      const to = turns === 1 ? x * height + (height - 1 - y) : (width - 1 - x) * height + y;
      turnedPixels[to] = pixels[y * width + x] ?? 0;
    }
  }
  return { width: height, height: width, pixels: turnedPixels };
}
