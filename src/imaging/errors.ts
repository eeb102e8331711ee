/**
 * Why a film cannot be read. What the user sees is chosen by `code` in src/ui/messages.ts.
 * - `empty`: no bytes
 * - `not-an-image`: the bytes are no picture file
 * - `unsupported`: a picture format or variant that is not read (GIF, TIFF, arithmetic JPEG, ...)
 * - `truncated`: the file ends before the picture does
 * - `damaged`: the file is complete, yet its picture cannot be decoded
 * - `too-small`, `too-large`: outside the sizes in inspect.ts
 * - `colour`: a colour photograph
 * - `no-pixel-data`: a DICOM file without a picture (a DICOMDIR, a structured report, ...)
 * - `transfer-syntax`: a DICOM picture encoded in a way that is not read (video, JPEG XL, ...)
 * - `decoder-missing`: the library that decodes this kind of DICOM picture could not be had
 */
export type FilmErrorCode =
  | 'empty'
  | 'not-an-image'
  | 'unsupported'
  | 'truncated'
  | 'damaged'
  | 'too-small'
  | 'too-large'
  | 'colour'
  | 'no-pixel-data'
  | 'transfer-syntax'
  | 'decoder-missing';

export class FilmError extends Error {
  override readonly name = 'FilmError';
  constructor(
    readonly code: FilmErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
