import type { GivenFile, Offer, OfferedStudy } from '../../domain/intake';
import { lookAt, nameOf, type FoundFilm } from './look';

/** Gives a study a name that tells nothing of it; the same for the same study while the page is open. */
export type Pseudonym = (study: string) => Promise<string>;

/**
 * Sorts files into studies: DICOM films by Study Instance UID, pictures by folder; in the order of a DICOMDIR where
 * there is one, else by series, instance and path.
 * @param onLooked  hears how many files have been looked at
 * @throws DOMException `AbortError`
 */
export async function sortFiles(
  files: readonly GivenFile[],
  pseudonym: Pseudonym,
  { signal, onLooked }: { signal: AbortSignal; onLooked: (done: number) => void },
): Promise<Offer> {
  const films: FoundFilm[] = [];
  const skipped: { path: string; reason: string }[] = [];
  const order: string[] = [];
  for (const [i, given] of files.entries()) {
    signal.throwIfAborted();
    const found = await lookAt(given);
    if (found.kind === 'film') films.push(found.film);
    else if (found.kind === 'skipped') skipped.push({ path: given.path, reason: found.reason });
    else order.push(...found.order);
    onLooked(i + 1);
  }
  const kept = withoutDoubtful(films, skipped);
  return { studies: await groups(inOrder(kept, order), pseudonym), skipped };
}

/** Films of another part or modality are left out, unless nothing else was given. */
function withoutDoubtful(
  films: readonly FoundFilm[],
  skipped: { path: string; reason: string }[],
): readonly FoundFilm[] {
  const sure = films.filter((film) => film.doubt === undefined);
  if (films.length === 1) return films;
  for (const { path, doubt } of films) if (doubt !== undefined) skipped.push({ path, reason: doubt });
  return sure;
}

function inOrder(films: readonly FoundFilm[], order: readonly string[]): readonly FoundFilm[] {
  const rank = ({ path }: FoundFilm): number => {
    const place = order.findIndex((listed) => `/${path.toUpperCase()}`.endsWith(`/${listed}`));
    return place < 0 ? order.length : place;
  };
  const ranked = films.map((film) => ({ film, rank: rank(film) }));
  ranked.sort(
    (a, b) =>
      a.rank - b.rank ||
      a.film.series - b.film.series ||
      a.film.instance - b.film.instance ||
      a.film.path.localeCompare(b.film.path, 'en', { numeric: true }),
  );
  return ranked.map(({ film }) => film);
}

async function groups(films: readonly FoundFilm[], pseudonym: Pseudonym): Promise<OfferedStudy[]> {
  const studies = new Map<string, FoundFilm[]>();
  for (const film of films) {
    const key = `${film.isDicom} ${film.study}`;
    studies.set(key, [...(studies.get(key) ?? []), film]);
  }
  return Promise.all(
    [...studies].map(async ([key, found]) => {
      const isDicom = found[0]?.isDicom ?? false;
      const label = isDicom
        ? await pseudonym(key)
        : nameOf(found[0]?.study.replace(/\/$/, '') ?? '') || 'Pictures';
      const offered = found.map(({ file, path, view, frames }, i) => ({
        file,
        path,
        frames,
        name: isDicom ? `${label}, film ${i + 1}` : nameOf(path),
        ...(view ? { view } : {}),
      }));
      return { label, films: offered };
    }),
  );
}
