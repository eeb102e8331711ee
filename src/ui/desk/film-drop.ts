import type { FilmSlot } from '../../domain/film';

/** Kinds of file that the choose-a-file window offers; what a file really is, the engine finds out. */
export const FILM_TYPES = 'image/png,image/jpeg,image/webp,.png,.jpg,.jpeg,.webp';

/** A file and the slot it goes into. */
export interface PlacedFile {
  readonly slot: FilmSlot;
  readonly file: File;
}

/** Names that say their view: `CXR1_IM-0001-lateral.png`, `scan_LAT.jpg`, `2-pa.png`. */
const LATERAL_NAME = /(^|[^a-z])(lat|lateral|ll|rl)([^a-z]|$)/i;
const FRONTAL_NAME = /(^|[^a-z])(pa|ap|frontal|front)([^a-z]|$)/i;

/**
 * Decides which slot each of the dropped files goes into. One file goes where it was dropped; of two the one
 * whose name says lateral goes into the lateral slot, else they keep their order. Further files are left out.
 * @param at  the slot under the pointer; undefined beside the slots
 */
export function placeFiles(files: readonly File[], at: FilmSlot | undefined): PlacedFile[] {
  const [first, second] = files;
  if (!first) return [];
  if (!second) {
    const slot =
      at ?? (LATERAL_NAME.test(first.name) && !FRONTAL_NAME.test(first.name) ? 'lateral' : 'frontal');
    return [{ slot, file: first }];
  }
  const says = (file: File): FilmSlot | undefined =>
    LATERAL_NAME.test(file.name) ? 'lateral' : FRONTAL_NAME.test(file.name) ? 'frontal' : undefined;
  const turned = says(first) === 'lateral' || (says(second) === 'frontal' && says(first) === undefined);
  const [frontal, lateral] = turned && says(second) !== 'lateral' ? [second, first] : [first, second];
  return [
    { slot: 'frontal', file: frontal },
    { slot: 'lateral', file: lateral },
  ];
}

/** The files of a drop; folders and dragged text have none. */
export function droppedFiles(transfer: DataTransfer | null): File[] {
  return [...(transfer?.files ?? [])];
}
