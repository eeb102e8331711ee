import type { FilmSlot } from '../domain/film';
import { plainPlacing, type GivenFile, type Offer, type OfferedFilm } from '../domain/intake';
import { isDicomFile } from '../imaging/dicom/sniff';
import { errorCode, errorMessage } from './clients/errors';
import type { InferencePort } from './clients/ports';
import type { DeskFilms } from './deskFilms.svelte';

/** How the sorting of many files stands. */
export type IntakeState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'looking'; readonly done: number; readonly of: number }
  /** The user has to say which films to take. */
  | { readonly kind: 'choosing'; readonly offer: Offer }
  /** Films were taken, or there were none; these files were left out. */
  | { readonly kind: 'told'; readonly taken: boolean; readonly skipped: Offer['skipped'] }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string };

const IDLE = { kind: 'idle' } as const;

/** The films that were chosen for the slots. */
export interface Placing {
  readonly frontal?: OfferedFilm;
  readonly lateral?: OfferedFilm;
}

/** Takes DICOM files, folders and zips: sorts them into studies, and puts films of one study on the desk. */
export class Intake {
  #desk: DeskFilms;
  #inference: InferencePort;
  #state = $state.raw<IntakeState>(IDLE);
  #running: AbortController | undefined;

  constructor(desk: DeskFilms, inference: InferencePort) {
    this.#desk = desk;
    this.#inference = inference;
  }

  get state(): IntakeState {
    return this.#state;
  }

  /** Whether files have to be sorted before they go on the desk: many, DICOM, or zipped. */
  async isNeeded(files: readonly GivenFile[]): Promise<boolean> {
    if (files.length > 2) return true;
    for (const { file } of files) if ((await isDicomFile(file)) || (await isZip(file))) return true;
    return false;
  }

  /**
   * Sorts files into studies. One study of a plain pair or a single film goes on the desk at once; else the user is
   * asked. Never throws; `state` says how it goes.
   * @param at  the slot that a single film was dropped on
   */
  async open(files: readonly GivenFile[], at?: FilmSlot): Promise<void> {
    this.#running?.abort();
    const running = new AbortController();
    this.#running = running;
    const { signal } = running;
    this.#state = { kind: 'looking', done: 0, of: files.length };
    try {
      await this.#desk.admit(signal);
      const offer = await this.#inference.sortFiles(
        files,
        (done, of) => {
          if (!signal.aborted && this.#state.kind === 'looking') this.#state = { kind: 'looking', done, of };
        },
        signal,
      );
      signal.throwIfAborted();
      await this.#accept(offer, at);
    } catch (cause) {
      if (this.#running !== running) return;
      const code = errorCode(cause);
      this.#state =
        signal.aborted || code === 'aborted' ? IDLE : { kind: 'failed', code, message: errorMessage(cause) };
    }
  }

  /** Puts the chosen films of one study on the desk, in place of what lies there. */
  async take(films: Placing): Promise<void> {
    this.#state = IDLE;
    this.#desk.clear();
    await this.#place(films);
  }

  /** Stops the sorting, or closes what it has to say. */
  dismiss(): void {
    this.#running?.abort();
    this.#state = IDLE;
  }

  async #accept(offer: Offer, at: FilmSlot | undefined): Promise<void> {
    const [study, ...others] = offer.studies;
    const { skipped } = offer;
    if (!study) {
      this.#state = { kind: 'told', taken: false, skipped };
      return;
    }
    const plain = others.length === 0 ? plainPlacing(study) : undefined;
    if (!plain) {
      this.#state = { kind: 'choosing', offer };
      return;
    }
    this.#state = skipped.length > 0 ? { kind: 'told', taken: true, skipped } : IDLE;
    const [only, second] = study.films;
    const placing = only && !second && at ? { [at]: only } : plain;
    // Films of two patients must never lie side by side unseen.
    if (!this.#isOnDesk(study.label)) this.#desk.clear();
    await this.#place(placing);
  }

  #isOnDesk(label: string): boolean {
    return [this.#desk.frontal, this.#desk.lateral].some(
      (film) => film.kind === 'ready' && film.name.startsWith(`${label}, `),
    );
  }

  async #place({ frontal, lateral }: Placing): Promise<void> {
    await Promise.all([
      frontal && this.#desk.setFilm('frontal', frontal.file, frontal.name),
      lateral && this.#desk.setFilm('lateral', lateral.file, lateral.name),
    ]);
  }
}

/** Whether a file starts as a zip archive does. */
async function isZip(file: Blob): Promise<boolean> {
  const head = new Uint8Array(await file.slice(0, 4).arrayBuffer());
  return head[0] === 0x50 && head[1] === 0x4b && head[2] === 3 && head[3] === 4;
}
