import type { DeepFilm, FilmAdjustment, FilmSlot } from '../../domain/film';
import type { Desk, ReadyFilm } from '../../app';

/** The values of a film, and what is to be done to them to get the film as it is shown. */
export interface Values {
  readonly deep: DeepFilm;
  readonly adjustment: FilmAdjustment;
}

/**
 * All bits of the film in a slot, by the worker that decoded it; where that cannot give them, the 8 bits of the
 * picture that is shown. @throws DOMException `AbortError`, `EncodingError`
 */
export async function valuesOf(
  desk: Pick<Desk, 'deepFilm'>,
  slot: FilmSlot,
  film: ReadyFilm,
  signal: AbortSignal,
): Promise<Values> {
  try {
    const deep = await desk.deepFilm(slot, signal);
    signal.throwIfAborted();
    if (deep) return { deep, adjustment: film.adjustment ?? {} };
  } catch (cause) {
    if (signal.aborted) throw cause;
    console.warn('The film is shown by its picture, 8 bits a pixel.', cause);
  }
  return { deep: await pictureValues(film.url), adjustment: {} };
}

/** The grey values of a picture, by the mean of its colours. */
async function pictureValues(url: string): Promise<DeepFilm> {
  const picture = new Image();
  picture.src = url;
  await picture.decode();
  const { naturalWidth: width, naturalHeight: height } = picture;
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (!context) throw new DOMException('This browser has no 2D canvas.', 'EncodingError');
  context.drawImage(picture, 0, 0);
  const { data } = context.getImageData(0, 0, width, height);
  const values = new Uint8Array(width * height);
  for (let i = 0; i < values.length; i++) {
    values[i] = Math.round(((data[4 * i] ?? 0) + (data[4 * i + 1] ?? 0) + (data[4 * i + 2] ?? 0)) / 3);
  }
  const window = { kind: 'linear', label: 'full range', low: 0, high: 255 } as const;
  return { width, height, values, windows: [window], window: 0, inverted: false, aspect: 1 };
}
