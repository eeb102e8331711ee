import { FilmError } from './errors';
import { readJpegHeader } from './jpeg-header';
import { startsWith } from './magic';
import { readPngHeader } from './png-header';
import { readWebpHeader } from './webp-header';

/** Shorter side of the smallest film that is read, in pixels. */
export const SHORTEST_SIDE = 64;
/** Longer side of the largest film that is read, in pixels. */
export const LONGEST_SIDE = 16_384;
/** Most pixels of a film: more would not fit into the memory of a browser tab. */
export const LARGEST_AREA = 100_000_000;

export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** What a film file is, by its own header. Width and height are those stored, before any EXIF turn. */
export interface FilmFile extends PictureSize {
  readonly kind: 'png' | 'jpeg' | 'webp';
}

/** Formats that are told apart so that the refusal can name them. */
const OTHER_FORMATS: readonly { name: string; offset: number; magic: string }[] = [
  { name: 'a GIF', offset: 0, magic: 'GIF8' },
  { name: 'a BMP', offset: 0, magic: 'BM' },
  { name: 'a TIFF', offset: 0, magic: 'II*\0' },
  { name: 'a TIFF', offset: 0, magic: 'MM\0*' },
  { name: 'a JPEG 2000', offset: 4, magic: 'jP  ' },
  { name: 'an AVIF or HEIC', offset: 4, magic: 'ftyp' },
  { name: 'a PDF', offset: 0, magic: '%PDF' },
];

/**
 * Looks at a file before any decoding: which format, which size, whether it is all there.
 * @param bytes  the whole file
 * @param name   for the messages
 * @throws FilmError `empty`, `not-an-image`, `unsupported`, `truncated`, `too-small`, `too-large`
 */
export function inspectFile(bytes: Uint8Array, name: string): FilmFile {
  if (bytes.length === 0) throw new FilmError('empty', `${name} holds no bytes.`);
  const file = readHeader(bytes, name);
  checkSize(file, name);
  return file;
}

function readHeader(bytes: Uint8Array, name: string): FilmFile {
  if (startsWith(bytes, 0, '\x89PNG\r\n\x1a\n')) return { kind: 'png', ...readPngHeader(bytes, name) };
  if (startsWith(bytes, 0, '\xff\xd8\xff')) return { kind: 'jpeg', ...readJpegHeader(bytes, name) };
  if (startsWith(bytes, 0, 'RIFF') && startsWith(bytes, 8, 'WEBP')) {
    return { kind: 'webp', ...readWebpHeader(bytes, name) };
  }
  const other = OTHER_FORMATS.find(({ offset, magic }) => startsWith(bytes, offset, magic));
  if (other) {
    throw new FilmError(
      'unsupported',
      `${name} is ${other.name}; films are read from DICOM, PNG, JPEG and WebP.`,
    );
  }
  if (isStartOfPicture(bytes)) throw new FilmError('truncated', `${name} ends before the picture does.`);
  throw new FilmError('not-an-image', `${name} is no DICOM, PNG, JPEG or WebP picture.`);
}

/** Whether a picture of this size is read. @throws FilmError `damaged`, `too-small`, `too-large` */
export function checkSize({ width, height }: PictureSize, name: string): void {
  if (width === 0 || height === 0)
    throw new FilmError('damaged', `${name} says it is ${width} x ${height} px.`);
  if (Math.min(width, height) < SHORTEST_SIDE) {
    throw new FilmError(
      'too-small',
      `${name} is ${width} x ${height} px; the shorter side must have at least ${SHORTEST_SIDE} px.`,
    );
  }
  if (Math.max(width, height) > LONGEST_SIDE || width * height > LARGEST_AREA) {
    throw new FilmError(
      'too-large',
      `${name} is ${width} x ${height} px; at most ${LONGEST_SIDE} px a side ` +
        `and ${LARGEST_AREA / 1e6} million pixels are read.`,
    );
  }
}

/** True for a file cut inside its first bytes. */
function isStartOfPicture(bytes: Uint8Array): boolean {
  const head = String.fromCharCode(...bytes.subarray(0, 12));
  return ['\x89PNG\r\n\x1a\n', '\xff\xd8\xff'].some((magic) => head.length > 1 && magic.startsWith(head));
}
