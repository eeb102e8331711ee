import { EngineError, type EngineErrorCode } from '../../engine/errors';
import type { FilmSlot } from '../../domain/film';
import { FilmError, type FilmErrorCode } from '../../imaging/errors';
import { PackError, type PackErrorCode } from '../../packs/errors';
import type { Outcome, PlainError } from '../../../workers/outcome';

/** A worker that died, hung, could not be started, or is not shut off from the network; or an unforeseen failure. */
export class WorkerError extends Error {
  override readonly name = 'WorkerError';
  constructor(
    readonly code: 'worker-died' | 'worker-start' | 'not-sealed' | 'aborted' | 'unexpected',
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The value of a call into a worker. @throws the error it ended with, as the class it was there */
export function unwrap<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value;
  throw rebuild(outcome.error);
}

/** The error a plain object stands for. Codes are those of this same build, so they are taken as they are. */
function rebuild({ kind, code, message, slot }: PlainError): Error {
  if (kind === 'FilmError') return new FilmError(code as FilmErrorCode, message);
  if (kind === 'PackError') return new PackError(code as PackErrorCode, message);
  if (kind === 'EngineError') {
    const of: { slot?: FilmSlot } = slot === 'frontal' || slot === 'lateral' ? { slot } : {};
    return new EngineError(code as EngineErrorCode, message, of);
  }
  return new WorkerError(code === 'aborted' ? 'aborted' : 'unexpected', `${kind}: ${message}`);
}

/** The code of a typed error, `aborted` for a cancelled call, else `unexpected`. */
export function errorCode(cause: unknown): string {
  if (cause instanceof DOMException && cause.name === 'AbortError') return 'aborted';
  if (cause instanceof Error && 'code' in cause && typeof cause.code === 'string') return cause.code;
  return 'unexpected';
}

export function errorMessage(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
