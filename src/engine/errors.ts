import type { FilmSlot } from '../domain/film';

/**
 * Why the engine cannot do what it was asked. What the user reads is chosen by `code` in src/ui/messages.ts.
 * - `backend`: no backend starts, or the running one was lost (a GPU reset)
 * - `weights`: a pack's weights do not fit its architecture
 * - `vocabulary`: a pack's vocab.json does not fit its architecture
 * - `not-loaded`: a model that was not handed to the engine
 * - `out-of-memory`: the backend could not allocate
 * - `aborted`: cancelled
 * - `not-a-chest-film`: the encoder says that a film is none
 * - `unknown-labels`: a label set the tagger was not trained for
 */
export type EngineErrorCode =
  | 'backend'
  | 'weights'
  | 'vocabulary'
  | 'not-loaded'
  | 'out-of-memory'
  | 'aborted'
  | 'not-a-chest-film'
  | 'unknown-labels';

export class EngineError extends Error {
  override readonly name = 'EngineError';
  /** The slot of the film that is refused, for `not-a-chest-film`. */
  readonly slot?: FilmSlot;

  constructor(
    readonly code: EngineErrorCode,
    message: string,
    options?: ErrorOptions & { slot?: FilmSlot },
  ) {
    super(message, options);
    if (options?.slot) this.slot = options.slot;
  }
}

/** Throws `aborted` once the signal is. */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted)
    throw new EngineError('aborted', 'The reading was cancelled.', { cause: signal.reason });
}

/** The error as an EngineError where a backend ran out of memory or was lost; any other error as it is. */
export function asEngineError(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof EngineError) return error;
  if (
    /out of memory|memory access out of bounds|memory size exceeded|allocation failed|Cannot enlarge memory|\bOOM\b/i.test(
      error.message,
    )
  ) {
    return new EngineError('out-of-memory', 'The machine has not enough free memory for this model.', {
      cause: error,
    });
  }
  if (/device (was |is )?lost|context lost|CONTEXT_LOST/i.test(error.message)) {
    return new EngineError('backend', 'The graphics processor was reset while it was computing.', {
      cause: error,
    });
  }
  return error;
}
