import { FilmError } from './errors';
import type { PictureSize } from './inspect';
import { startsWith } from './magic';

const FIRST_CHUNK = 12;
/** First byte of a chunk's data. */
const DATA = FIRST_CHUNK + 8;

/**
 * Size of a WebP: lossy (VP8), lossless (VP8L) or extended (VP8X) (RFC 9649).
 * @param bytes  a file that begins with RIFF....WEBP
 * @throws FilmError `truncated`, `damaged`
 */
export function readWebpHeader(bytes: Uint8Array, name: string): PictureSize {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(4, true) + 8 > bytes.length || bytes.length < DATA + 10) {
    throw new FilmError('truncated', `${name} ends before the picture does.`);
  }
  if (startsWith(bytes, FIRST_CHUNK, 'VP8 ')) {
    return {
      width: view.getUint16(DATA + 6, true) & 0x3fff,
      height: view.getUint16(DATA + 8, true) & 0x3fff,
    };
  }
  if (startsWith(bytes, FIRST_CHUNK, 'VP8L')) {
    const bits = view.getUint32(DATA + 1, true);
    return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
  }
  if (startsWith(bytes, FIRST_CHUNK, 'VP8X')) {
    return { width: uint24(view, DATA + 4) + 1, height: uint24(view, DATA + 7) + 1 };
  }
  throw new FilmError('damaged', `${name} is a WebP without a picture.`);
}

function uint24(view: DataView, offset: number): number {
  return view.getUint16(offset, true) + view.getUint8(offset + 2) * 65536;
}
