import type { FilmState, ReadyFilm } from './states';

/** The files of the films that lie on the desk, each under the object URL by which it is shown. */
export class FilmFiles {
  #files = new Map<string, Blob>();

  /** Keeps a file; answers an object URL. @param picture what is shown in its place */
  add(file: Blob, picture: Blob = file): string {
    const url = URL.createObjectURL(picture);
    this.#files.set(url, file);
    return url;
  }

  /** The file of a film; undefined unless the film is ready. */
  of(film: FilmState): Blob | undefined {
    return film.kind === 'ready' ? this.#files.get(film.url) : undefined;
  }

  /** Lets go of every file that no slot holds any more, not even as the film before. */
  keepOnly(films: readonly FilmState[]): void {
    const used = new Set(films.map((film) => (film.kind === 'ready' ? film : filmBefore(film))?.url));
    for (const url of [...this.#files.keys()]) {
      if (used.has(url)) continue;
      URL.revokeObjectURL(url);
      this.#files.delete(url);
    }
  }
}

/** The film that lay in the slot before: of one that is being opened or was refused. */
export function filmBefore(film: FilmState): ReadyFilm | undefined {
  return 'previous' in film ? film.previous : undefined;
}
