import type { FilmSlot } from '../domain/film';
import { EngineError } from '../engine/errors';
import { isDicomFile } from '../imaging/dicom/sniff';
import { backgroundDone } from './background';
import { WorkerError } from './clients/errors';
import type { InferencePort, InspectedFilm } from './clients/ports';
import type { Models } from './models.svelte';
import type { Privacy } from './privacy.svelte';
import type { Runtime } from './runtime.svelte';
import type { ReadyFilm } from './states';

const NOT_SEALED =
  'The part of the app that would see this film is not shut off from the network here, so it was not given the film. ' +
  'Load the page anew; if that does not help, this host does not serve the app as it was built.';

type SeenFilm = InspectedFilm & Pick<ReadyFilm, 'seenBy'>;

/** Hands films to the inference worker: everything is fetched, and the worker is known to be sealed, before it sees one. */
export class FilmOpener {
  #inference: InferencePort;
  #models: Models;
  #runtime: Runtime;
  #privacy: Privacy;

  constructor(parts: { inference: InferencePort; models: Models; runtime: Runtime; privacy: Privacy }) {
    this.#inference = parts.inference;
    this.#models = parts.models;
    this.#runtime = parts.runtime;
    this.#privacy = parts.privacy;
  }

  /**
   * Looks at a film; `seenBy` is the encoder that did. @throws FilmError, WorkerError, EngineError `not-a-chest-film`, DOMException `AbortError`
   */
  async open(slot: FilmSlot, file: Blob, name: string, signal: AbortSignal): Promise<SeenFilm> {
    await this.admit(signal, await isDicomFile(file));
    const encoder = this.#models.needed?.encoder.id;
    const film = await this.#inference.inspectFilm(file, name, encoder, signal);
    signal.throwIfAborted();
    if (film.quality?.view === 'other') throw noChestFilm(slot, name);
    return film.quality && encoder !== undefined ? { ...film, seenBy: encoder } : film;
  }

  /**
   * Makes ready for films. What has to be fetched is fetched; a failure there is no fault of the film: it is told by
   * `Runtime.state`, and again when the study is read.
   * @param hasDicom  decoders of DICOM pictures are fetched too
   * @throws WorkerError `not-sealed`
   */
  async admit(signal: AbortSignal, hasDicom: boolean): Promise<void> {
    const needed = this.#models.needed;
    const packs = needed && this.#models.ready ? [needed.encoder, needed.decoder, needed.tagger] : [];
    await this.#runtime.ensure(packs, signal).catch((cause: unknown) => {
      if (signal.aborted) throw cause;
    });
    signal.throwIfAborted();
    if (this.#runtime.sealed === false) throw new WorkerError('not-sealed', NOT_SEALED);
    if (hasDicom) await this.#inference.prepareDicom();
    await backgroundDone();
    signal.throwIfAborted();
    this.#privacy.filmArrives();
  }
}

/** The refusal of a picture that shows no chest film. */
export function noChestFilm(slot: FilmSlot, film: string): EngineError {
  return new EngineError('not-a-chest-film', `${film} does not look like a chest X-ray.`, { slot });
}
