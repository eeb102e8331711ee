import { wrap, type Remote } from 'comlink';
import type { WorkerApi } from '../../../workers/api';
import { WorkerError } from './errors';

/**
 * One worker from its start to its end. A worker that is killed or closes itself gives no event; so it holds a
 * Web Lock for life, and this side waits for that lock: it falls free the moment the worker is gone.
 */
export class WorkerLife<Api extends WorkerApi> {
  readonly api: Remote<Api>;
  /** Rejects when the worker is gone, with WorkerError. */
  readonly death: Promise<never>;
  /**
   * Resolves when the worker is up and its death will be noticed. No call may be made before: a worker that dies
   * ahead of its lock would be waited for in vain.
   */
  readonly watched: Promise<void>;
  #worker: Worker;
  #alive = true;
  #reject: (error: WorkerError) => void = () => undefined;
  #waiting = new AbortController();
  #onDeath: (reason: string) => void;

  /** @param onDeath called once when the worker dies without having been ended by `end` */
  constructor(worker: Worker, name: string, onDeath: (reason: string) => void) {
    this.#worker = worker;
    this.#onDeath = onDeath;
    this.api = wrap<Api>(worker);
    this.death = new Promise<never>((_, reject) => {
      this.#reject = reject;
    });
    // A death while no call waits is told by `onDeath` alone.
    this.death.catch(() => undefined);
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      this.die(`The ${name} failed: ${event.message || 'its script could not be loaded'}.`);
    });
    worker.addEventListener('messageerror', () =>
      this.die(`The ${name} sent a message that cannot be read.`),
    );
    this.watched = this.#watch(name);
  }

  get alive(): boolean {
    return this.#alive;
  }

  /** Ends the worker because it is dead or hangs, and says so. */
  die(reason: string): void {
    if (this.#finish(new WorkerError('worker-died', reason))) this.#onDeath(reason);
  }

  /** Ends the worker on purpose. */
  end(error: WorkerError): void {
    this.#finish(error);
  }

  #finish(error: WorkerError): boolean {
    if (!this.#alive) return false;
    this.#alive = false;
    this.#waiting.abort();
    this.#worker.terminate();
    this.#reject(error);
    return true;
  }

  async #watch(name: string): Promise<void> {
    if (!('locks' in navigator)) return;
    const lock = `${name} ${crypto.randomUUID()}`;
    await this.api.hold(lock);
    navigator.locks
      .request(lock, { signal: this.#waiting.signal }, () => this.die(`The ${name} died.`))
      .catch((cause: unknown) => {
        // An end on purpose takes the request back; then nothing is left to watch.
        if (this.#alive) this.die(`The ${name} could not be watched: ${String(cause)}`);
      });
  }
}
