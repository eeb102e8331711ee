import Papa from 'papaparse';
import { BatchError } from './errors';

/** A file of a chosen folder; its path is relative to that folder, with `/`. */
export interface FolderFile {
  readonly path: string;
  readonly file: Blob;
}

/** The films of one study. */
export interface BatchFilms {
  readonly frontal: FolderFile;
  readonly lateral?: FolderFile;
}

/** A file that is in no study, and why. */
export interface SkippedFile {
  readonly path: string;
  readonly reason: string;
}

export interface Grouping {
  readonly studies: readonly BatchFilms[];
  readonly skipped: readonly SkippedFile[];
}

const FILM = /\.(?:png|jpe?g|webp)$/i;
/** A word of a file name that names the view, with the marks around it. */
const FRONTAL = /(^|[ _.-])(?:frontal|front|pa|ap)(?=[ _.-]|$)/i;
const LATERAL = /(^|[ _.-])(?:lateral|lat|ll|side)(?=[ _.-]|$)/i;

/** The files of `<input webkitdirectory>`: the name of the folder itself is left out of the paths. */
export function folderFiles(files: Iterable<File>): FolderFile[] {
  return [...files].map((file) => ({
    path: file.webkitRelativePath.split('/').slice(1).join('/') || file.name,
    file,
  }));
}

/**
 * Groups films to studies by their names: `a_frontal.png` and `a_lateral.png` (or `pa`, `ap`, `lat`, `ll`) of one
 * folder are one study, `frontal.png` and `lateral.png` too; a film whose name tells no view is a frontal alone.
 * @throws BatchError `no-films`
 */
export function groupByName(files: readonly FolderFile[]): Grouping {
  const skipped: SkippedFile[] = [];
  const studies = new Map<string, { frontal?: FolderFile; lateral?: FolderFile }>();
  const films = [...files].filter(({ path }) => !isHidden(path));
  for (const film of films.sort((a, b) => collator.compare(a.path, b.path))) {
    if (!FILM.test(film.path)) {
      skipped.push({ path: film.path, reason: 'no picture file by its name' });
      continue;
    }
    const { key, slot } = nameOf(film.path);
    const study = studies.get(key) ?? {};
    if (study[slot]) skipped.push({ path: film.path, reason: `another ${slot} film of the same study` });
    else studies.set(key, { ...study, [slot]: film });
  }
  if (studies.size === 0) throw new BatchError('no-films', `None of ${files.length} files can be a film.`);
  const whole: BatchFilms[] = [];
  for (const { frontal, lateral } of studies.values()) {
    if (frontal) whole.push({ frontal, ...(lateral ? { lateral } : {}) });
    else if (lateral) skipped.push({ path: lateral.path, reason: 'a lateral film without its frontal' });
  }
  return { studies: whole, skipped };
}

/**
 * Studies as a CSV file names them, columns `frontal` and `lateral` (may be empty or missing); paths are relative
 * to the folder, or the ends of paths.
 * @throws BatchError `pairs-columns`, `pairs-unknown`
 */
export function groupByPairs(csv: string, files: readonly FolderFile[]): Grouping {
  const { data, meta } = Papa.parse<Record<string, string>>(csv.replaceAll(/\r\n?/g, '\n'), {
    header: true,
    skipEmptyLines: 'greedy',
    transformHeader: (title) =>
      title
        .replace(/^\ufeff/, '')
        .trim()
        .toLowerCase(),
  });
  if (!meta.fields?.includes('frontal')) {
    throw new BatchError('pairs-columns', 'The first row must have the titles frontal and lateral.');
  }
  const studies: BatchFilms[] = [];
  const skipped: SkippedFile[] = [];
  for (const row of data) {
    const named = row.frontal?.trim() ?? '';
    const second = row.lateral?.trim() ?? '';
    const frontal = find(named, files);
    const lateral = find(second, files);
    if (!frontal)
      skipped.push({ path: named || '(no name)', reason: 'the CSV file names it; it is not in the folder' });
    else studies.push({ frontal, ...(lateral ? { lateral } : {}) });
    if (second && !lateral) {
      skipped.push({ path: second, reason: 'the CSV file names it; it is not in the folder' });
    }
  }
  if (studies.length === 0)
    throw new BatchError('pairs-unknown', 'No film that the CSV file names is in the folder.');
  return { studies, skipped };
}

const collator = new Intl.Collator('en', { numeric: true });

function find(named: string, files: readonly FolderFile[]): FolderFile | undefined {
  if (named === '') return undefined;
  const path = named.replaceAll('\\', '/').replace(/^\.\//, '');
  return (
    files.find((file) => file.path === path) ??
    files.find((file) => file.path.endsWith(`/${path}`) || path.endsWith(`/${file.path}`))
  );
}

/** What is before the view in a file's path is the study. */
function nameOf(path: string): { key: string; slot: 'frontal' | 'lateral' } {
  const cut = path.lastIndexOf('/') + 1;
  const folder = path.slice(0, cut).toLowerCase();
  const stem = path.slice(cut).replace(FILM, '').toLowerCase();
  for (const [slot, view] of [
    ['lateral', LATERAL],
    ['frontal', FRONTAL],
  ] as const) {
    if (view.test(stem)) return { key: `${folder}${stem.replace(view, '$1')}`.replace(/[ _.-]+$/, ''), slot };
  }
  return { key: `${folder}${stem}`, slot: 'frontal' };
}

function isHidden(path: string): boolean {
  return path.split('/').some((part) => part.startsWith('.') || part === '__MACOSX');
}
