import { likeliestPlacing, type GivenFile, type Offer, type OfferedStudy } from '../../domain/intake';
import { groupByName, type BatchFilms, type FolderFile, type Grouping, type SkippedFile } from './studies';

const PICTURE = /\.(?:png|jpe?g|webp)$/i;

/**
 * Groups the files of a folder to studies: pictures by their names, everything else (DICOM films, with any ending
 * or none, and zips) by what is in it. Of a DICOM study with more films than a frontal and a lateral one the first of
 * each view is taken.
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
    const found = filmsOf(study);
    studies.push(...found.studies);
    skipped.push(...found.skipped);
  }
  const byName = pictures.length > 0 ? groupByName(pictures) : { studies: [], skipped: [] };
  return { studies: [...byName.studies, ...studies], skipped: [...byName.skipped, ...skipped] };
}

/** The films to read of one study; pictures that lie in one folder of a zip are rather many studies. */
function filmsOf(study: OfferedStudy): Grouping {
  const { films } = study;
  if (films.length > 2 && films.every(({ path }) => PICTURE.test(path))) return groupByName(films);
  const { placed, left } = likeliestPlacing(study);
  const { frontal, lateral } = placed;
  if (!frontal) {
    const reason = 'a lateral film without its frontal';
    return { studies: [], skipped: films.map(({ path }) => ({ path, reason })) };
  }
  return {
    studies: [{ frontal, ...(lateral ? { lateral } : {}) }],
    skipped: left.map(({ film: { path }, reason }) => ({ path, reason })),
  };
}

/** Of a file that both looked at, the reason of the one that looked into it. */
function withSkipped(grouping: Grouping, looked: readonly SkippedFile[]): Grouping {
  const told = new Set(looked.map(({ path }) => path));
  return {
    studies: grouping.studies,
    skipped: [...grouping.skipped.filter(({ path }) => !told.has(path)), ...looked],
  };
}
