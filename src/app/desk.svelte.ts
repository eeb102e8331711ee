import { EngineError } from '../engine/errors';
import { errorCode, errorMessage } from './clients/errors';
import type { InferencePort } from './clients/ports';
import { DeskFilms, type DeskFilmsParts } from './deskFilms.svelte';
import { noChestFilm } from './filmOpener';
import type { Models } from './models.svelte';
import type { Runtime } from './runtime.svelte';
import { fetchSample, type Sample } from './samples';
import type { Settings } from './settings.svelte';
import type { FinishedStudy, StudyState } from './states';

/** Other sentences to choose from, for each sentence of a report. */
const ALTERNATIVES = 3;

const EMPTY = { kind: 'empty' } as const;

/** The desk: two films, and the study that is made of them. */
export class Desk extends DeskFilms {
  #inference: InferencePort;
  #models: Models;
  #runtime: Runtime;
  #settings: Settings;
  #study = $state.raw<StudyState>(EMPTY);
  #finished = $state.raw<FinishedStudy | undefined>();
  #reading: AbortController | undefined;

  constructor(parts: DeskFilmsParts & { settings: Settings }) {
    super(parts);
    this.#inference = parts.inference;
    this.#models = parts.models;
    this.#runtime = parts.runtime;
    this.#settings = parts.settings;
  }

  get study(): StudyState {
    return this.#study;
  }

  /** The files on the desk as the engine takes them; undefined without a frontal film. */
  get films(): { readonly frontal: Blob; readonly lateral?: Blob } | undefined {
    const [frontal, lateral] = [this.fileOf(this.frontal), this.fileOf(this.lateral)];
    return frontal && { frontal, ...(lateral ? { lateral } : {}) };
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

  /** Reads the films where they lie, whatever `viewWarning` says. */
  useAnyway(): void {
    this.acceptFilms();
    if (this.#study.kind === 'refused') this.#study = EMPTY;
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
    await this.#lookAgain(needed.encoder.id, signal);
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
    const { frontal, lateral } = this;
    const frontalFile = this.fileOf(frontal);
    if (frontal.kind !== 'ready' || !frontalFile) return;
    const { search } = this.#settings;
    const report = await this.#inference.read(frontalFile, this.fileOf(lateral), {
      decoder,
      ...(search === undefined ? {} : { search }),
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

  /** Looks at films that this encoder has not seen yet. @throws EngineError `not-a-chest-film` */
  async #lookAgain(encoder: string, signal: AbortSignal): Promise<void> {
    for (const slot of ['frontal', 'lateral'] as const) {
      const film = this[slot];
      const file = this.fileOf(film);
      if (film.kind !== 'ready' || !file || film.seenBy === encoder) continue;
      const { quality } = await this.#inference.inspectFilm(file, film.name, encoder, signal);
      if (!quality) continue;
      if (quality.view === 'other') throw noChestFilm(slot, film.name);
      this.addQuality(slot, film, quality, encoder);
    }
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

  /** A study of other films is over: what it said does not speak of these. */
  protected override filmsChange(): void {
    this.#reading?.abort();
    this.#reading = undefined;
    this.#study = EMPTY;
  }
}

/** Words of a report in the making; "." and "," stand close to the word before. */
function append(text: string, word: string): string {
  if (text === '' || /^[.,;:)]/.test(word)) return text + word;
  return `${text} ${word}`;
}
