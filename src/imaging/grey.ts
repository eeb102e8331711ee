import type { GreyImage } from '../domain/film';
import { ColourScatter } from './colour-scatter';
import { FilmError } from './errors';

/**
 * Largest colour scatter of a film (grey levels). Measured: tinted films 0.8, a tinted film as JPEG quality 40
 * 2.2, a film with 5 % of its area under red and yellow marks 7.6, a strongly uneven tint 11; photographs 13 to 28.
 */
export const LARGEST_COLOUR_SCATTER = 12;

/** Collects a picture, a few rows at a time, as grey values. */
export class GreyScan {
  readonly #pixels: Uint8Array;
  readonly #colours: ColourScatter;
  #filled = 0;

  constructor(
    readonly width: number,
    readonly height: number,
  ) {
    this.#pixels = new Uint8Array(width * height);
    this.#colours = new ColourScatter(width * height);
  }

  /**
   * Adds the next rows.
   * @param rgba  not premultiplied, a whole number of rows; transparency lies over black
   */
  add(rgba: Uint8ClampedArray | Uint8Array): void {
    for (let i = 0; i + 3 < rgba.length; i += 4) {
      const alpha = (rgba[i + 3] ?? 0) / 255;
      const red = (rgba[i] ?? 0) * alpha;
      const green = (rgba[i + 1] ?? 0) * alpha;
      const blue = (rgba[i + 2] ?? 0) * alpha;
      const grey = Math.round(0.299 * red + 0.587 * green + 0.114 * blue);
      this.#pixels[this.#filled++] = grey;
      this.#colours.see(grey, red, blue);
    }
  }

  /** The film. @throws FilmError `colour` */
  finish(name = 'The picture'): GreyImage {
    if (this.#colours.mean() > LARGEST_COLOUR_SCATTER) {
      throw new FilmError('colour', `${name} is a colour photograph, not a film.`);
    }
    return { width: this.width, height: this.height, pixels: this.#pixels };
  }
}

/**
 * Luma of a colour picture, transparency laid over black.
 * @param rgba  length width * height * 4, not premultiplied
 * @throws FilmError `colour` when it is a colour photograph
 */
export function toGrey(rgba: Uint8ClampedArray | Uint8Array, width: number, height: number): GreyImage {
  const scan = new GreyScan(width, height);
  scan.add(rgba);
  return scan.finish();
}
