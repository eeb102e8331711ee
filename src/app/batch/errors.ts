/**
 * Why a batch cannot be made of what was chosen. What the user reads is chosen by `code` in src/ui/messages.ts.
 * - `no-films`: no file in it can be a film
 * - `pairs-columns`: a CSV file without the column `frontal`
 * - `pairs-unknown`: a CSV file that names none of the films
 */
export class BatchError extends Error {
  override readonly name = 'BatchError';
  constructor(
    readonly code: 'no-films' | 'pairs-columns' | 'pairs-unknown',
    message: string,
  ) {
    super(message);
  }
}
