import type { DeepFilm, FilmAdjustment, FilmIdentity, FilmQuality, FilmSlot } from '../domain/film';
import { errorCode, errorMessage } from './clients/errors';
import type { InferencePort } from './clients/ports';
import { orientationWarning, remedied, viewDoubt, viewWarning, type Gate } from './filmChecks';
import { filmBefore, FilmFiles } from './filmFiles';
import { FilmOpener } from './filmOpener';
import { Intake } from './intake.svelte';
import type { Models } from './models.svelte';
import type { Privacy } from './privacy.svelte';
import type { Runtime } from './runtime.svelte';
import type { FilmState, OrientationWarning, ReadyFilm, ViewDoubt, ViewWarning } from './states';

const EMPTY = { kind: 'empty' } as const;

/** What the films on the desk need of the rest of the app. */
export interface DeskFilmsParts {
  readonly inference: InferencePort;
  readonly models: Models;
  readonly runtime: Runtime;
  readonly privacy: Privacy;
}

/** The two slots of the desk: the films in them, and what there is to be said of these films. */
export abstract class DeskFilms {
  #inference: InferencePort;
  #models: Models;
  #opener: FilmOpener;
  #films: Record<FilmSlot, FilmState> = $state.raw({ frontal: EMPTY, lateral: EMPTY });
  #files = new FilmFiles();
  #opening: Record<FilmSlot, AbortController | undefined> = { frontal: undefined, lateral: undefined };
  #accepted = $state(false);
  /** Where DICOM files, folders and zips go first. */
  readonly intake: Intake;

  constructor(parts: DeskFilmsParts) {
    this.#inference = parts.inference;
    this.#models = parts.models;
    this.#opener = new FilmOpener(parts);
    this.intake = new Intake(this, parts.inference);
  }

  /** Called before other films lie on the desk: what was said of those before is over. */
  protected abstract filmsChange(): void;

  get frontal(): FilmState {
    return this.#films.frontal;
  }
  get lateral(): FilmState {
    return this.#films.lateral;
  }

  /** The films seem to lie in the wrong slots; undefined when they do not or the user said to use them anyway. */
  readonly viewWarning: ViewWarning | undefined = $derived.by(() => {
    const gate = this.#gate();
    return gate && !this.#accepted ? viewWarning(this.frontal, this.lateral, gate) : undefined;
  });

  /** Films that seem turned or inverted. */
  readonly orientationWarnings: readonly OrientationWarning[] = $derived.by(() => {
    return (['frontal', 'lateral'] as const).flatMap(
      (slot) => orientationWarning(slot, this.#films[slot]) ?? [],
    );
  });

  /** Films whose tags claim another view than their pictures show. */
  readonly viewDoubts: readonly ViewDoubt[] = $derived.by(() => {
    const gate = this.#gate();
    return (['frontal', 'lateral'] as const).flatMap(
      (slot) => (gate && viewDoubt(slot, this.#films[slot], gate)) ?? [],
    );
  });

  /**
   * Puts a film into a slot. Never throws: a film that cannot be read leaves the slot `refused`, with the film
   * that lay there before; the other film and the last report stay.
   * @param adjustment  what is done to the film before it is looked at
   */
  async setFilm(slot: FilmSlot, file: Blob, name: string, adjustment?: FilmAdjustment): Promise<void> {
    this.#opening[slot]?.abort();
    const opening = new AbortController();
    this.#opening[slot] = opening;
    const before = this.#films[slot];
    const previous = before.kind === 'ready' ? before : filmBefore(before);
    const kept = previous ? { previous } : {};
    this.#put(slot, { kind: 'loading', name, ...kept });
    try {
      this.#inference.adjust(file, adjustment ?? {});
      const film = await this.#open(slot, file, name, opening.signal);
      this.filmsChange();
      this.#put(slot, adjustment ? { ...film, adjustment } : film);
      this.#files.keepOnly(Object.values(this.#films));
    } catch (cause) {
      if (opening.signal.aborted) return;
      if (previous && this.#files.of(previous) === file)
        this.#inference.adjust(file, previous.adjustment ?? {});
      this.#put(slot, {
        kind: 'refused',
        name,
        code: errorCode(cause),
        reason: errorMessage(cause),
        ...kept,
      });
    } finally {
      if (this.#opening[slot] === opening) this.#opening[slot] = undefined;
    }
  }

  /** Puts the film back that lay in the slot before a refused one; empties the slot when there was none. */
  dismissRefusal(slot: FilmSlot): void {
    const film = this.#films[slot];
    if (film.kind === 'refused') this.#put(slot, film.previous ?? EMPTY);
  }

  /** Looks at a film anew with this done to it: another window, turned, black and white exchanged. */
  async adjustFilm(slot: FilmSlot, change: FilmAdjustment): Promise<void> {
    const film = this.#films[slot];
    const file = this.#files.of(film);
    if (film.kind === 'ready' && file) {
      await this.setFilm(slot, file, film.name, { ...film.adjustment, ...change });
    }
  }

  /** Does what an orientation warning asks for. */
  async remedy({ slot, orientation }: OrientationWarning): Promise<void> {
    const film = this.#films[slot];
    if (film.kind === 'ready') await this.adjustFilm(slot, remedied(film.adjustment ?? {}, orientation));
  }

  /** Settles a doubt: this film is of that view, and goes where such films lie. */
  sayView(slot: FilmSlot, view: FilmSlot): void {
    const film = this.#films[slot];
    if (film.kind !== 'ready') return;
    this.#films = { ...this.#films, [slot]: { ...film, view } };
    if (view !== slot) this.swapFilms();
  }

  /** All bits of a film, for a viewer that windows them itself; undefined for an empty slot. @throws FilmError */
  async deepFilm(slot: FilmSlot, signal?: AbortSignal): Promise<DeepFilm | undefined> {
    const film = this.#films[slot];
    const file = this.#files.of(film);
    return film.kind === 'ready' && file ? this.#inference.deepFilm(file, film.name, signal) : undefined;
  }

  /** Who a film is of, by its file; it is not kept. @throws FilmError */
  async identify(slot: FilmSlot): Promise<FilmIdentity | undefined> {
    const film = this.#films[slot];
    const file = this.#files.of(film);
    return film.kind === 'ready' && file ? this.#inference.identify(file, film.name) : undefined;
  }

  /** Takes the film out of a slot. */
  removeFilm(slot: FilmSlot): void {
    this.#opening[slot]?.abort();
    this.filmsChange();
    this.#put(slot, EMPTY);
    this.#files.keepOnly(Object.values(this.#films));
  }

  /** Each film into the other slot. */
  swapFilms(): void {
    this.#opening.frontal?.abort();
    this.#opening.lateral?.abort();
    this.filmsChange();
    const { frontal, lateral } = this.#films;
    const settled = (film: FilmState): FilmState =>
      film.kind === 'loading' ? (film.previous ?? EMPTY) : film;
    this.#films = { frontal: settled(lateral), lateral: settled(frontal) };
    this.#accepted = false;
  }

  /** Empties both slots. */
  clear(): void {
    this.removeFilm('frontal');
    this.removeFilm('lateral');
  }

  /** The user said to use the films as they lie. */
  protected acceptFilms(): void {
    this.#accepted = true;
  }

  /** The file of a film; undefined unless the film is ready. */
  protected fileOf(film: FilmState): Blob | undefined {
    return this.#files.of(film);
  }

  /** Puts down what an encoder saw of a film that was opened before that one was there, or in use. */
  protected addQuality(slot: FilmSlot, film: ReadyFilm, quality: FilmQuality, seenBy: string): void {
    if (this.#films[slot] === film) this.#films = { ...this.#films, [slot]: { ...film, quality, seenBy } };
  }

  /** Makes ready for films that are looked at before they lie on the desk. @throws WorkerError `not-sealed` */
  admit(signal: AbortSignal): Promise<void> {
    return this.#opener.admit(signal, true);
  }

  async #open(slot: FilmSlot, file: Blob, name: string, signal: AbortSignal): Promise<ReadyFilm> {
    const { picture, ...film } = await this.#opener.open(slot, file, name, signal);
    return { kind: 'ready', name, url: this.#files.add(file, picture), ...film };
  }

  #gate(): Gate | undefined {
    const needed = this.#models.needed;
    const manifest = needed && this.#models.manifest(needed.encoder);
    return manifest?.task === 'encoder' ? manifest.gate : undefined;
  }

  #put(slot: FilmSlot, film: FilmState): void {
    this.#films = { ...this.#films, [slot]: film };
    if (film.kind !== 'loading') this.#accepted = false;
  }
}
