import { throwIfAborted } from './errors';

/** Longest time the engine computes without letting its thread do other things, in milliseconds. */
const LONGEST_HOLD = 8;

/**
 * Lets other tasks of the thread run (a cancel message, a word to be shown) when the last time was
 * `LONGEST_HOLD` ago. Promises alone do not: their callbacks run before any message is taken.
 */
export class Breathing {
  #last = performance.now();

  async pause(): Promise<void> {
    if (performance.now() - this.#last < LONGEST_HOLD) return;
    await nextTask();
    this.#last = performance.now();
  }
}

/** A pause for long work: other tasks may run; it throws `aborted` once the signal is. */
export function pauseUnless(signal: AbortSignal | undefined): () => Promise<void> {
  const breathing = new Breathing();
  return async () => {
    await breathing.pause();
    throwIfAborted(signal);
  };
}

/** Resolves in a task of its own; unlike `setTimeout(0)` it is not held back 4 ms in nested calls. */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}
