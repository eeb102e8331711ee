import { plainPlacing, type GivenFile, type Offer } from '../../domain/intake';
import { groupByName, type BatchFilms, type FolderFile, type Grouping, type SkippedFile } from './studies';

const PICTURE = /\.(?:png|jpe?g|webp)$/i;

/**
 * Groups the files of a folder to studies: pictures by their names, everything else (DICOM films, with any ending
 * or none, and zips) by what is in it.
 * @param sort sorts files by their content; only called when there are such
 * @throws BatchError `no-films`
 */
export async function groupFolder(
  files: readonly FolderFile[],
  sort: (files: readonly GivenFile[]) => Promise<Offer>,
): Promise<Grouping> {
  const pictures = files.filter(({ path }) => PICTURE.test(path));
  const others = files.filter(({ path }) => !PICTURE.test(path));
  const offer = others.length > 0 ? await sort(others) : { studies: [], skipped: [] };
  if (offer.studies.length === 0) return withSkipped(groupByName(files), offer.skipped);
  const studies: BatchFilms[] = [];
  const skipped: SkippedFile[] = [...offer.skipped];
  for (const study of offer.studies) {
    const placed = plainPlacing(study);
    if (placed?.frontal) {
      studies.push({ frontal: placed.frontal, ...(placed.lateral ? { lateral: placed.lateral } : {}) });
      continue;
    }
    const reason = placed
      ? 'a lateral film without its frontal'
      : `one of ${study.films.length} films of a study: choose which under Desk`;
    skipped.push(...study.films.map(({ path }) => ({ path, reason })));
  }
  const byName = pictures.length > 0 ? groupByName(pictures) : { studies: [], skipped: [] };
  return { studies: [...byName.studies, ...studies], skipped: [...byName.skipped, ...skipped] };
}

/** Of a file that both looked at, the reason of the one that looked into it. */
function withSkipped(grouping: Grouping, looked: readonly SkippedFile[]): Grouping {
  const told = new Set(looked.map(({ path }) => path));
  return {
    studies: grouping.studies,
    skipped: [...grouping.skipped.filter(({ path }) => !told.has(path)), ...looked],
  };
}
