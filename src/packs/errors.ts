/**
 * Why a model pack could not be had. What the user reads is chosen by `code` in src/ui/messages.ts.
 * - `integrity`: bytes differ from the manifest's SHA-256 or length
 * - `network`: the server did not answer, or not with the file (404, an HTML page, a cut connection)
 * - `quota`: the browser's storage is full
 * - `schema`: a manifest, archive or vocabulary that does not follow the format
 * - `missing`: a pack that is not installed
 * - `aborted`: cancelled by the user
 */
export type PackErrorCode = 'integrity' | 'network' | 'quota' | 'schema' | 'missing' | 'aborted';

export class PackError extends Error {
  override readonly name = 'PackError';
  constructor(
    readonly code: PackErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
