import type { DeepFilm, FilmFacts, FilmIdentity, GreyImage } from '../src/domain/film';
import { adjustGrey, decodeFilm, renderGrey } from '../src/imaging';
import { isDicomFile, loadDicom, parseTags, readIdentity } from '../src/imaging/dicom';
import type { Codecs } from '../src/imaging/dicom/codecs/host';
import type { FilmFile } from './api';

/** Pixels up to which a decoded film is kept. */
const LARGEST_KEPT = 25_000_000;
const KEPT = 2;

/** A decoded film: of a picture its grey values alone. */
interface Decoded {
  readonly film: DeepFilm;
  readonly facts?: FilmFacts;
}

/**
 * Decoded films by the number the page gave them. The two last ones are kept, so that a film is decoded once
 * though it is looked at when it is put on the desk and again when it is read.
 */
export class Films {
  #codecs: Codecs;
  #kept = new Map<number, Decoded>();

  constructor(codecs: Codecs) {
    this.#codecs = codecs;
  }

  /** The film as the networks see it: through its window, with what the user had done to it. @throws FilmError */
  async grey(file: FilmFile): Promise<GreyImage> {
    const { film } = await this.decoded(file);
    const { adjustment = {} } = file;
    return adjustGrey(renderGrey(film, adjustment.window), adjustment);
  }

  /** The film with all its bits, and what its file says of it. @throws FilmError */
  async decoded(file: FilmFile): Promise<Decoded> {
    const known = this.#kept.get(file.id);
    if (known) return known;
    const decoded = await this.#decode(file);
    if (decoded.film.width * decoded.film.height <= LARGEST_KEPT) {
      this.#kept.set(file.id, decoded);
      const oldest = this.#kept.keys().next();
      if (this.#kept.size > KEPT && !oldest.done) this.#kept.delete(oldest.value);
    }
    return decoded;
  }

  /** Who a DICOM film is of; undefined for a picture. @throws FilmError */
  async identity({ file, name }: FilmFile): Promise<FilmIdentity | undefined> {
    if (!(await isDicomFile(file))) return undefined;
    return readIdentity(parseTags(new Uint8Array(await file.arrayBuffer()), name).dataset);
  }

  async #decode({ file, name }: FilmFile): Promise<Decoded> {
    if (await isDicomFile(file)) {
      return loadDicom(new Uint8Array(await file.arrayBuffer()), name, this.#codecs);
    }
    const { width, height, pixels } = await decodeFilm(file, name);
    const window = { kind: 'linear', label: 'full range', low: 0, high: 255 } as const;
    return {
      film: { width, height, values: pixels, windows: [window], window: 0, inverted: false, aspect: 1 },
    };
  }
}

/** Longest side of the picture that a film without a browser's own format is shown by. */
const LONGEST_SHOWN = 4096;

/** A film as a PNG, for showing it. */
export async function asPicture(grey: GreyImage): Promise<Blob> {
  const share = Math.min(1, LONGEST_SHOWN / Math.max(grey.width, grey.height));
  const rgba = new Uint8ClampedArray(grey.width * grey.height * 4);
  for (let i = 0; i < grey.pixels.length; i++) {
    const value = grey.pixels[i] ?? 0;
    rgba[4 * i] = value;
    rgba[4 * i + 1] = value;
    rgba[4 * i + 2] = value;
    rgba[4 * i + 3] = 255;
  }
  const whole = await createImageBitmap(new ImageData(rgba, grey.width, grey.height));
  const canvas = new OffscreenCanvas(Math.round(grey.width * share), Math.round(grey.height * share));
  canvas.getContext('2d')?.drawImage(whole, 0, 0, canvas.width, canvas.height);
  whole.close();
  return canvas.convertToBlob({ type: 'image/png' });
}
