/**
 * How a call into a worker ended. Errors do not cross as strings: they cross as plain objects with their code and
 * are rebuilt by `src/app/clients/errors.ts`.
 */
export type Outcome<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: PlainError };

export interface PlainError {
  /** Name of the error's class: `FilmError`, `PackError`, `EngineError`, ... */
  readonly kind: string;
  readonly code: string;
  readonly message: string;
  /** Slot of the film an EngineError speaks of. */
  readonly slot?: string;
}

/** Runs one call of a worker; never rejects. */
export async function settle<T>(run: () => T | Promise<T>): Promise<Outcome<T>> {
  try {
    return { ok: true, value: await run() };
  } catch (cause) {
    return { ok: false, error: toPlain(cause) };
  }
}

/** The parts of an error that cross a worker. */
export function toPlain(cause: unknown): PlainError {
  if (!(cause instanceof Error)) return { kind: 'Error', code: 'unexpected', message: String(cause) };
  const aborted = cause instanceof DOMException && cause.name === 'AbortError';
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : 'unexpected';
  return {
    kind: cause.name,
    code: aborted ? 'aborted' : code,
    message: cause.message,
    ...('slot' in cause && typeof cause.slot === 'string' ? { slot: cause.slot } : {}),
  };
}
