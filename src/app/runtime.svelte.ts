/* eslint-disable svelte/prefer-svelte-reactivity -- maps, sets and dates here are plain values: state is replaced as a whole */
import { packName, type PackRef } from '../packs/listing';
import { errorCode, errorMessage } from './clients/errors';
import type { InferencePort } from './clients/ports';
import type { Models } from './models.svelte';
import type { Settings } from './settings.svelte';
import type { BackendName, BackendReason, RuntimeState } from './states';

/** Milliseconds from the death of the worker to its next start. */
const RESTART_DELAY = 1000;
/** A worker that lives shorter than this, in milliseconds, is not started again until something is asked of it. */
const SHORT_LIFE = 5000;

/** The engine in the inference worker: which backend runs and why, and which packs it holds. */
export class Runtime {
  #inference: InferencePort;
  #models: Models;
  #settings: Settings;
  #starting: Promise<void> | undefined;
  #loading: Promise<void> = Promise.resolve();
  #startedAt = -Infinity;
  /** Packs the worker holds, by id. */
  #loaded = new Map<string, string>();
  #state = $state.raw<RuntimeState>({ kind: 'off' });
  #reasons = $state.raw<readonly BackendReason[]>([]);

  #sealed = $state<boolean | undefined>();

  /** True when the page may use threads (COOP and COEP are in force). */
  readonly isolated: boolean = globalThis.crossOriginIsolated === true;

  constructor(inference: InferencePort, models: Models, settings: Settings) {
    this.#inference = inference;
    this.#models = models;
    this.#settings = settings;
    inference.onDeath((reason) => {
      this.#loaded.clear();
      this.#starting = undefined;
      this.#state = { kind: 'failed', code: 'worker-died', message: reason };
      this.#comeBack();
    });
  }

  get state(): RuntimeState {
    return this.#state;
  }

  /** Whether the worker was seen to be shut off from the network when it started; undefined before. */
  get sealed(): boolean | undefined {
    return this.#sealed;
  }

  /** Why each better backend was stepped over. */
  get reasons(): readonly BackendReason[] {
    return this.#reasons;
  }

  /** The backend the user chose, or undefined for the best that works. */
  get preferred(): BackendName | undefined {
    return this.#settings.backend;
  }

  /** Starts the engine, once. @throws EngineError `backend`, WorkerError */
  start(): Promise<void> {
    this.#starting ??= this.#start().catch((cause: unknown) => {
      this.#starting = undefined;
      throw cause;
    });
    return this.#starting;
  }

  /** Keeps the choice and starts the engine anew on that backend. Trouble is told in `state`. */
  async choose(backend: BackendName | undefined): Promise<void> {
    this.#settings.backend = backend;
    await this.restart();
  }

  /** Ends the worker and starts a new one. Trouble is told in `state`. */
  async restart(): Promise<void> {
    this.#inference.stop();
    this.#loaded.clear();
    this.#starting = undefined;
    this.#state = { kind: 'off' };
    await this.start().catch(() => undefined);
  }

  /**
   * Starts the engine and hands it the packs that it does not hold yet.
   * @throws PackError, EngineError, WorkerError, or the signal's reason
   */
  ensure(packs: readonly PackRef[], signal?: AbortSignal): Promise<void> {
    // One after the other, so that no pack is loaded twice.
    const loading = this.#loading.then(() => this.#ensure(packs, signal));
    this.#loading = loading.catch(() => undefined);
    return loading;
  }

  /** Called when a pack was removed, so that the engine lets go of its weights. */
  async forget(id: string): Promise<void> {
    if (this.#loaded.delete(id)) await this.#inference.unloadPack(id);
  }

  async #ensure(packs: readonly PackRef[], signal: AbortSignal | undefined): Promise<void> {
    // A cancelled call may still end the worker, and with it the packs it holds.
    await this.#inference.settled();
    await this.start();
    for (const pack of packs) {
      signal?.throwIfAborted();
      if (this.#loaded.get(pack.id) === packName(pack)) continue;
      const { manifest, files } = await this.#models.bytes(pack);
      signal?.throwIfAborted();
      await this.#inference.loadPack(manifest, files);
      this.#loaded.set(pack.id, packName(pack));
    }
  }

  /** Starts the worker again a moment after it died, unless it dies as soon as it starts. */
  #comeBack(): void {
    if (performance.now() - this.#startedAt < SHORT_LIFE) return;
    setTimeout(() => {
      // Trouble is told by `state`.
      if (this.#starting === undefined) this.start().catch(() => undefined);
    }, RESTART_DELAY);
  }

  async #start(): Promise<void> {
    this.#startedAt = performance.now();
    this.#state = { kind: 'starting' };
    try {
      // Before any film is there: a worker that can talk is not handed one (desk.svelte.ts).
      const [attempt] = await this.#inference.tryNetwork(1);
      this.#sealed = attempt?.refused === true;
      const started = await this.#inference.start(this.#settings.backend);
      this.#reasons = started.reasons;
      this.#state = {
        kind: 'running',
        name: started.name,
        threads: started.threads,
        ...(started.adapter === undefined ? {} : { adapter: started.adapter }),
      };
    } catch (cause) {
      this.#state = { kind: 'failed', code: errorCode(cause), message: errorMessage(cause) };
      throw cause;
    }
  }
}
