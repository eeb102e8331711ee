import type { DeepFilm, FilmFacts } from '../../domain/film';
import { checkSize } from '../inspect';
import { readPixelAttributes } from './attributes';
import type { Codecs } from './codecs/host';
import { decodeStored } from './decode';
import { toFilm } from './film';
import { openDicom } from './open';
import { claimedView } from './view';

/**
 * Reads a DICOM file as a film.
 * @param bytes  the whole file
 * @throws FilmError see errors.ts
 */
export async function loadDicom(
  bytes: Uint8Array,
  name: string,
  codecs: Codecs,
): Promise<{ film: DeepFilm; facts: FilmFacts }> {
  const file = openDicom(bytes, name);
  const { frames, ...size } = readPixelAttributes(file.dataset, name);
  checkSize(size, name);
  const film = toFilm(file, await decodeStored(file, codecs));
  const claimed = claimedView(file.dataset);
  const facts: FilmFacts = {
    frames,
    burnedIn: (file.dataset.string('x00280301') ?? '').trim().toUpperCase() === 'YES',
    ...(claimed ? { claimed } : {}),
    windows: film.windows.map((window) => window.label),
    window: film.window,
  };
  return { film, facts };
}
