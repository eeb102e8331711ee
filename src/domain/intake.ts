import type { FilmSlot } from './film';

/** A file that the user gave, with its path inside the folder or zip it came in. */
export interface GivenFile {
  readonly path: string;
  readonly file: Blob;
}

/** A film that may be put on the desk. */
export interface OfferedFilm {
  readonly file: Blob;
  /** What it is called on the desk: of a DICOM film a pseudonym, of a picture its file name. */
  readonly name: string;
  /** Path as it was given; may name the patient. */
  readonly path: string;
  /** By its tags or its file name. */
  readonly view?: FilmSlot;
  readonly frames: number;
}

/** The films of one study: of one Study Instance UID, or the pictures of one folder. */
export interface OfferedStudy {
  /** `Study 4F2A` or the like: made up for this session, tells nothing of the patient. */
  readonly label: string;
  readonly films: readonly OfferedFilm[];
}

/** What was found among the files of a drop. */
export interface Offer {
  readonly studies: readonly OfferedStudy[];
  /** Files that were left out, and why. */
  readonly skipped: readonly { readonly path: string; readonly reason: string }[];
}

/** Names that say their view: `CXR1_IM-0001-lateral.png`, `scan_LAT.jpg`, `2-pa.png`. */
const LATERAL_NAME = /(^|[^a-z])(lat|lateral|ll|rl)([^a-z]|$)/i;
const FRONTAL_NAME = /(^|[^a-z])(pa|ap|frontal|front)([^a-z]|$)/i;

/** The view that a file's name says; undefined when it says none, or both. */
export function viewByName(name: string): FilmSlot | undefined {
  const isLateral = LATERAL_NAME.test(name);
  if (isLateral === FRONTAL_NAME.test(name)) return undefined;
  return isLateral ? 'lateral' : 'frontal';
}

/** Films of one study in their slots. */
export interface PlacedFilms {
  readonly frontal?: OfferedFilm;
  readonly lateral?: OfferedFilm;
}

/** Which films of a study belong in which slot, when that is plain; undefined when the user has to say. */
export function plainPlacing(study: OfferedStudy): PlacedFilms | undefined {
  const [first, second, ...more] = study.films;
  if (!first || more.length > 0) return undefined;
  if (!second) return first.view === 'lateral' ? { lateral: first } : { frontal: first };
  if (first.view !== undefined && first.view === second.view) return undefined;
  const isTurned = first.view === 'lateral' || second.view === 'frontal';
  return isTurned ? { frontal: second, lateral: first } : { frontal: first, lateral: second };
}

/**
 * The films to take where nobody is asked, or until somebody says otherwise: where it is plain those, else the first
 * of each view in the order of the study. A film that says no view is the frontal one where no other is.
 * @returns the films in their slots, and those left out with the reason
 */
export function likeliestPlacing(study: OfferedStudy): {
  readonly placed: PlacedFilms;
  readonly left: readonly { readonly film: OfferedFilm; readonly reason: string }[];
} {
  const plain = plainPlacing(study);
  if (plain) return { placed: plain, left: [] };
  const { films } = study;
  const lateral = films.find(({ view }) => view === 'lateral');
  const frontal =
    films.find(({ view }) => view === 'frontal') ?? films.find(({ view }) => view === undefined);
  const left = films
    .filter((film) => film !== frontal && film !== lateral)
    .map((film) => ({ film, reason: reasonLeft(film, films.length) }));
  return { placed: { ...(frontal ? { frontal } : {}), ...(lateral ? { lateral } : {}) }, left };
}

function reasonLeft({ view }: OfferedFilm, count: number): string {
  return view
    ? `another ${view} film of a study of ${count}; the first one is read`
    : `its view is not said, and the study has ${count} films; others were taken`;
}
