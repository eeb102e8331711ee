import { FilmError } from './errors';
import type { PictureSize } from './inspect';

const SIGNATURE_BYTES = 8;
/** Length, type and checksum around a chunk's data. */
const CHUNK_FRAME_BYTES = 12;

/**
 * Size of a PNG, after walking its chunks from IHDR to IEND (PNG specification, third edition, section 5).
 * @param bytes  a file that begins with the PNG signature
 * @throws FilmError `truncated`, `damaged`
 */
export function readPngHeader(bytes: Uint8Array, name: string): PictureSize {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let size: PictureSize | undefined;
  let offset = SIGNATURE_BYTES;
  while (offset + CHUNK_FRAME_BYTES <= bytes.length) {
    const length = view.getUint32(offset);
    const type = String.fromCharCode(...bytes.subarray(offset + 4, offset + 8));
    if (offset === SIGNATURE_BYTES) {
      if (type !== 'IHDR' || length !== 13)
        throw new FilmError('damaged', `${name} is a PNG without a header.`);
      if (offset + CHUNK_FRAME_BYTES + length > bytes.length) break;
      size = { width: view.getUint32(offset + 8), height: view.getUint32(offset + 12) };
    }
    if (type === 'IEND' && size) return size;
    offset += CHUNK_FRAME_BYTES + length;
  }
  throw new FilmError('truncated', `${name} ends before the picture does.`);
}
