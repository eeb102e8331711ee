import type { Remote } from 'comlink';
import type { WorkerApi } from '../../../workers/api';
import type { Outcome } from '../../../workers/outcome';
import { unwrap, WorkerError } from './errors';
import { WorkerLife } from './workerLife';

/** Times in milliseconds; tests shorten them. */
export interface Patience {
  /** A cancelled call has this long to end by itself; then the worker is ended. */
  readonly cancel: number;
  /** How often a busy worker is asked for a sign of life. */
  readonly ping: number;
  /** A busy worker that gives no sign for this long is held to be dead. */
  readonly silence: number;
}

export const PATIENCE: Patience = { cancel: 1500, ping: 5000, silence: 120_000 };

/**
 * The line to one worker: starts it when it is first called, ends it when it hangs, and starts a new one for the
 * next call after a death.
 */
export class WorkerLine<Api extends WorkerApi> {
  #name: string;
  #spawn: () => Worker;
  #birth: (api: Remote<Api>) => void;
  #patience: Patience;
  #life: WorkerLife<Api> | undefined;
  #calls = 0;
  #pending = 0;
  /** Cancelled calls that have not ended yet; a new call waits for them. */
  #draining = new Set<Promise<void>>();
  #lastSign = 0;
  #pinging: ReturnType<typeof setInterval> | undefined;
  #deathListeners = new Set<(reason: string) => void>();

  /**
   * @param name  how messages call the worker: `inference worker`
   * @param birth called with every new worker
   */
  constructor(
    name: string,
    spawn: () => Worker,
    birth: (api: Remote<Api>) => void = () => undefined,
    patience: Patience = PATIENCE,
  ) {
    this.#name = name;
    this.#spawn = spawn;
    this.#birth = birth;
    this.#patience = patience;
  }

  /** Listens for deaths that nobody asked for; answers the unsubscriber. */
  onDeath(listener: (reason: string) => void): () => void {
    this.#deathListeners.add(listener);
    return () => {
      this.#deathListeners.delete(listener);
    };
  }

  /** A sign of life other than the answer to a ping: a word, a stage, some progress. */
  sign(): void {
    this.#lastSign = performance.now();
  }

  /**
   * One call.
   * @param run    makes the call; `call` is the number by which it can be cancelled
   * @param signal cancels it: the promise rejects at once, and the worker is ended if the call does not end soon
   * @throws the error the call ended with; WorkerError `worker-died`, `worker-start`, `aborted`
   */
  async call<T>(
    run: (api: Remote<Api>, call: number) => Promise<Outcome<T>>,
    signal?: AbortSignal,
  ): Promise<T> {
    await this.settled();
    if (signal?.aborted) throw cancelled(signal);
    const life = this.#living();
    const call = ++this.#calls;
    this.#begin();
    const work = life.watched.then(() => {
      if (signal?.aborted) throw cancelled(signal);
      return run(life.api, call).then(unwrap);
    });
    const ended = Promise.race([work, life.death]).finally(() => this.#over());
    if (!signal) return ended;
    return new Promise<T>((resolve, reject) => {
      const stop = (): void => {
        this.#cancel(life, call, ended);
        reject(cancelled(signal));
      };
      signal.addEventListener('abort', stop, { once: true });
      ended.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
    });
  }

  /** Resolves once cancelled calls are over: by themselves, or because the worker was ended for their sake. */
  async settled(): Promise<void> {
    await Promise.all(this.#draining);
  }

  /** Ends the worker; calls under way reject with `aborted`. */
  stop(): void {
    this.#life?.end(new WorkerError('aborted', `The ${this.#name} was ended.`));
    this.#life = undefined;
  }

  #living(): WorkerLife<Api> {
    if (this.#life?.alive) return this.#life;
    const life = new WorkerLife<Api>(this.#start(), this.#name, (reason) => {
      for (const listener of [...this.#deathListeners]) listener(reason);
    });
    this.#life = life;
    this.#birth(life.api);
    return life;
  }

  #start(): Worker {
    try {
      return this.#spawn();
    } catch (cause) {
      throw new WorkerError('worker-start', `The ${this.#name} could not be started.`, { cause });
    }
  }

  #cancel(life: WorkerLife<Api>, call: number, ended: Promise<unknown>): void {
    void life.api.cancel(call);
    const timer = setTimeout(
      () => life.die(`The ${this.#name} did not stop when it was told to, and was ended.`),
      this.#patience.cancel,
    );
    const drained = ended
      .then(
        () => undefined,
        () => undefined,
      )
      .finally(() => {
        clearTimeout(timer);
        this.#draining.delete(drained);
      });
    this.#draining.add(drained);
  }

  #begin(): void {
    this.sign();
    if (++this.#pending > 1) return;
    this.#pinging = setInterval(() => {
      const life = this.#life;
      if (!life?.alive) return;
      if (performance.now() - this.#lastSign > this.#patience.silence) {
        life.die(`The ${this.#name} has given no sign of life for ${this.#patience.silence / 1000} s.`);
        return;
      }
      life.api.ping().then(
        () => this.sign(),
        () => undefined,
      );
    }, this.#patience.ping);
  }

  #over(): void {
    if (--this.#pending === 0) clearInterval(this.#pinging);
  }
}

function cancelled(signal: AbortSignal): WorkerError {
  return new WorkerError('aborted', 'Cancelled.', { cause: signal.reason });
}
