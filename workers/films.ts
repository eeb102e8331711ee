import type { GreyImage } from '../src/domain/film';
import { decodeFilm } from '../src/imaging';

/** Pixels up to which a decoded film is kept. */
const LARGEST_KEPT = 25_000_000;
const KEPT = 2;

/**
 * Decoded films by the number the page gave them. The two last ones are kept, so that a film is decoded once
 * though it is looked at when it is put on the desk and again when it is read.
 */
export class Films {
  #kept = new Map<number, GreyImage>();

  /** @throws FilmError */
  async grey(film: { readonly id: number; readonly file: Blob; readonly name: string }): Promise<GreyImage> {
    const known = this.#kept.get(film.id);
    if (known) return known;
    const grey = await decodeFilm(film.file, film.name);
    if (grey.width * grey.height <= LARGEST_KEPT) {
      this.#kept.set(film.id, grey);
      const oldest = this.#kept.keys().next();
      if (this.#kept.size > KEPT && !oldest.done) this.#kept.delete(oldest.value);
    }
    return grey;
  }
}
