/**
 * Why something could not be kept on this machine, or read back. What the user reads is chosen by `code` in
 * src/ui/messages.ts. The draft that is open is never touched by any of them.
 * - `storage-blocked`: the browser gives no storage here (private window, policy of the machine, no IndexedDB)
 * - `storage-full`: no room left
 * - `locked`: the list is under a passphrase that has not been given in this tab
 * - `wrong-passphrase`: the passphrase given is not the one
 * - `short-passphrase`: too short to protect anything
 * - `damaged-study`: a kept study cannot be read; it stays where it is
 */
export type KeepErrorCode =
  'storage-blocked' | 'storage-full' | 'locked' | 'wrong-passphrase' | 'short-passphrase' | 'damaged-study';

export class KeepError extends Error {
  override readonly name = 'KeepError';
  constructor(
    readonly code: KeepErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The error of a storage call under its code. */
export function asKeepError(cause: unknown): KeepError {
  if (cause instanceof KeepError) return cause;
  const name = cause instanceof Error ? cause.name : '';
  if (name === 'QuotaExceededError') {
    return new KeepError('storage-full', 'The browser has no room left for this.', { cause });
  }
  const detail = cause instanceof Error ? cause.message : String(cause);
  return new KeepError('storage-blocked', `The browser’s storage does not answer: ${detail}`, { cause });
}
