import type { FilmSlot } from '../domain/film';
import { EngineError } from '../engine/errors';
import { errorCode, errorMessage, WorkerError } from './clients/errors';
import type { InferencePort } from './clients/ports';
import { orientationWarning, viewWarning, type Gate } from './filmChecks';
import { filmBefore, FilmFiles } from './filmFiles';
import type { Models } from './models.svelte';
import type { Privacy } from './privacy.svelte';
import type { Runtime } from './runtime.svelte';
import { fetchSample, type Sample } from './samples';
import type { Settings } from './settings.svelte';
import type {
  FilmState,
  FinishedStudy,
  OrientationWarning,
  ReadyFilm,
  StudyState,
  ViewWarning,
} from './states';

const NOT_SEALED =
  'The part of the app that would see this film is not shut off from the network here, so it was not given the film. ' +
  'Load the page anew; if that does not help, this host does not serve the app as it was built.';

/** Other sentences to choose from, for each sentence of a report. */
const ALTERNATIVES = 3;

const EMPTY = { kind: 'empty' } as const;

/** The desk: two films, and the study that is made of them. */
export class Desk {
  #inference: InferencePort;
  #models: Models;
  #runtime: Runtime;
  #settings: Settings;
  #privacy: Privacy;
  #films: Record<FilmSlot, FilmState> = $state.raw({ frontal: EMPTY, lateral: EMPTY });
  #files = new FilmFiles();
  #opening: Record<FilmSlot, AbortController | undefined> = { frontal: undefined, lateral: undefined };
  #study = $state.raw<StudyState>(EMPTY);
  #finished = $state.raw<FinishedStudy | undefined>();
  #accepted = $state(false);
  #reading: AbortController | undefined;

  constructor(parts: {
    inference: InferencePort;
    models: Models;
    runtime: Runtime;
    settings: Settings;
    privacy: Privacy;
  }) {
    this.#inference = parts.inference;
    this.#models = parts.models;
    this.#runtime = parts.runtime;
    this.#settings = parts.settings;
    this.#privacy = parts.privacy;
  }

  get frontal(): FilmState {
    return this.#films.frontal;
  }
  get lateral(): FilmState {
    return this.#films.lateral;
  }
  get study(): StudyState {
    return this.#study;
  }

  /** The last report that was finished; it outlives refused films, failures and cancelled studies. */
  get lastFinished(): FinishedStudy | undefined {
    return this.#finished;
  }

  /** True when Read may be pressed. */
  readonly canRead: boolean = $derived.by(() => {
    const busy = this.#study.kind === 'reading' || this.#study.kind === 'waiting-for-weights';
    return this.frontal.kind === 'ready' && this.lateral.kind !== 'loading' && !busy;
  });

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

  /**
   * Puts the films of a bundled sample on the desk, in place of what lies there. They are shipped files of the
   * site and are fetched before anything is opened.
   * @throws PackError `network` when a sample cannot be fetched; the desk then stays as it was
   */
  async openSample(sample: Sample): Promise<void> {
    const { frontal, lateral } = await fetchSample(sample);
    this.clear();
    const films = [this.setFilm('frontal', frontal, `${sample.title}, frontal`)];
    if (lateral) films.push(this.setFilm('lateral', lateral, `${sample.title}, lateral`));
    await Promise.all(films);
  }

  /**
   * Puts a film into a slot. Never throws: a film that cannot be read leaves the slot `refused`, with the film
   * that lay there before; the other film and the last report stay.
   */
  async setFilm(slot: FilmSlot, file: Blob, name: string): Promise<void> {
    this.#opening[slot]?.abort();
    const opening = new AbortController();
    this.#opening[slot] = opening;
    const before = this.#films[slot];
    const previous = before.kind === 'ready' ? before : filmBefore(before);
    const kept = previous ? { previous } : {};
    this.#put(slot, { kind: 'loading', name, ...kept });
    try {
      const film = await this.#open(slot, file, name, opening.signal);
      this.#endReading();
      this.#put(slot, film);
      this.#files.keepOnly(Object.values(this.#films));
    } catch (cause) {
      if (opening.signal.aborted) return;
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

  /** Takes the film out of a slot. */
  removeFilm(slot: FilmSlot): void {
    this.#opening[slot]?.abort();
    this.#endReading();
    this.#put(slot, EMPTY);
    this.#files.keepOnly(Object.values(this.#films));
  }

  /** Each film into the other slot. */
  swapFilms(): void {
    this.#opening.frontal?.abort();
    this.#opening.lateral?.abort();
    this.#endReading();
    const { frontal, lateral } = this.#films;
    const settled = (film: FilmState): FilmState =>
      film.kind === 'loading' ? (film.previous ?? EMPTY) : film;
    this.#films = { frontal: settled(lateral), lateral: settled(frontal) };
    this.#accepted = false;
  }

  /** Reads the films where they lie, whatever `viewWarning` says. */
  useAnyway(): void {
    this.#accepted = true;
    if (this.#study.kind === 'refused') this.#study = EMPTY;
  }

  /** Empties the desk; the last report stays in `lastFinished`. */
  clear(): void {
    this.removeFilm('frontal');
    this.removeFilm('lateral');
  }

  /**
   * Reads the study. Never throws; `study` says how it goes. Without weights it waits for them.
   */
  async read(): Promise<void> {
    if (!this.canRead) return;
    const reading = new AbortController();
    this.#reading = reading;
    try {
      await this.#read(reading.signal);
    } catch (cause) {
      if (this.#reading === reading) this.#study = this.#outcome(cause, reading.signal);
    } finally {
      if (this.#reading === reading) this.#reading = undefined;
    }
  }

  /** Stops the reading at once; the words written so far stay. */
  cancel(): void {
    const reading = this.#reading;
    if (!reading) return;
    this.#reading = undefined;
    this.#study = { kind: 'cancelled', text: this.#study.kind === 'reading' ? this.#study.text : '' };
    reading.abort();
  }

  async #read(signal: AbortSignal): Promise<void> {
    if (!this.#models.ready) {
      this.#study = { kind: 'waiting-for-weights' };
      await this.#models.whenReady(signal);
    }
    const needed = this.#models.needed;
    if (!needed) return;
    this.#study = { kind: 'reading', stage: 'preparing', times: {}, text: '', words: 0 };
    await this.#runtime.ensure([needed.encoder, needed.decoder, needed.tagger], signal);
    await this.#lookAgain(signal);
    signal.throwIfAborted();
    const warning = this.viewWarning;
    if (warning) {
      const slot = warning.kind === 'two-frontals' ? 'lateral' : 'frontal';
      this.#study = { kind: 'refused', slot, code: warning.kind, reason: warning.message };
      return;
    }
    await this.#write(needed.decoder.id, signal);
  }

  async #write(decoder: string, signal: AbortSignal): Promise<void> {
    const { frontal, lateral } = this.#films;
    const frontalFile = this.#files.of(frontal);
    if (frontal.kind !== 'ready' || !frontalFile) return;
    const beam = this.#settings.beam;
    const report = await this.#inference.read(frontalFile, this.#files.of(lateral), {
      decoder,
      ...(beam === undefined ? {} : { beam }),
      alternatives: ALTERNATIVES,
      signal,
      onStage: (stage, times) => this.#whileReading(signal, (now) => ({ ...now, stage, times })),
      onWord: (text, index) =>
        this.#whileReading(signal, (now) => ({ ...now, text: append(now.text, text), words: index + 1 })),
    });
    signal.throwIfAborted();
    this.#study = { kind: 'done', report };
    const lateralName = lateral.kind === 'ready' ? { lateralName: lateral.name } : {};
    this.#finished = { report, frontalName: frontal.name, ...lateralName };
  }

  /** Looks at films that were opened before an encoder was there. @throws EngineError `not-a-chest-film` */
  async #lookAgain(signal: AbortSignal): Promise<void> {
    for (const slot of ['frontal', 'lateral'] as const) {
      const film = this.#films[slot];
      const file = this.#files.of(film);
      if (film.kind !== 'ready' || !file || film.quality) continue;
      const { quality } = await this.#inference.inspectFilm(file, film.name, signal);
      if (!quality) continue;
      if (quality.view === 'other') throw noChestFilm(slot, film.name);
      if (this.#films[slot] === film) this.#films = { ...this.#films, [slot]: { ...film, quality } };
    }
  }

  async #open(slot: FilmSlot, file: Blob, name: string, signal: AbortSignal): Promise<ReadyFilm> {
    await this.#warmUp(signal);
    signal.throwIfAborted();
    if (this.#runtime.sealed === false) throw new WorkerError('not-sealed', NOT_SEALED);
    this.#privacy.filmArrives();
    const { width, height, quality } = await this.#inference.inspectFilm(file, name, signal);
    signal.throwIfAborted();
    if (quality?.view === 'other') throw noChestFilm(slot, name);
    return {
      kind: 'ready',
      name,
      url: this.#files.add(file),
      width,
      height,
      ...(quality ? { quality } : {}),
    };
  }

  /**
   * Everything that has to be fetched is fetched before the film is opened. A failure here is no fault of the
   * film: it is told by `Runtime.state`, and again when the study is read.
   */
  async #warmUp(signal: AbortSignal): Promise<void> {
    const needed = this.#models.needed;
    const packs = needed && this.#models.ready ? [needed.encoder, needed.decoder, needed.tagger] : [];
    await this.#runtime.ensure(packs, signal).catch((cause: unknown) => {
      if (signal.aborted) throw cause;
    });
  }

  #outcome(cause: unknown, signal: AbortSignal): StudyState {
    const code = errorCode(cause);
    // Also when the worker was ended under the reading, for another backend.
    if (signal.aborted || code === 'aborted') {
      return { kind: 'cancelled', text: this.#study.kind === 'reading' ? this.#study.text : '' };
    }
    if (cause instanceof EngineError && cause.slot) {
      return { kind: 'refused', slot: cause.slot, code, reason: cause.message };
    }
    return { kind: 'failed', code, message: errorMessage(cause) };
  }

  #whileReading(
    signal: AbortSignal,
    change: (now: Extract<StudyState, { kind: 'reading' }>) => StudyState,
  ): void {
    // A word may come late, when the next study is being read already.
    if (this.#reading?.signal === signal && !signal.aborted && this.#study.kind === 'reading')
      this.#study = change(this.#study);
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

  /** A study of other films is over: what it said does not speak of these. */
  #endReading(): void {
    this.#reading?.abort();
    this.#reading = undefined;
    this.#study = EMPTY;
  }
}

function noChestFilm(slot: FilmSlot, film: string): EngineError {
  return new EngineError('not-a-chest-film', `${film} does not look like a chest X-ray.`, { slot });
}

/** Words of a report in the making; "." and "," stand close to the word before. */
function append(text: string, word: string): string {
  if (text === '' || /^[.,;:)]/.test(word)) return text + word;
  return `${text} ${word}`;
}
