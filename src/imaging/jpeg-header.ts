import { FilmError } from './errors';
import type { PictureSize } from './inspect';

const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
const TEM = 0x01;
const DHT = 0xc4;
const JPG = 0xc8;
const DAC = 0xcc;
/** Baseline, extended sequential and progressive Huffman: what browsers and libjpeg decode. */
const DECODED_FRAMES: ReadonlySet<number> = new Set([0xc0, 0xc1, 0xc2]);

/**
 * Size of a JPEG, after walking its segments to the end-of-image marker (ITU-T T.81, annex B). A thumbnail
 * inside an APP segment is stepped over with it.
 * @param bytes  a file that begins with SOI
 * @throws FilmError `truncated`, `damaged`, `unsupported`
 */
export function readJpegHeader(bytes: Uint8Array, name: string): PictureSize {
  const cut = (): FilmError => new FilmError('truncated', `${name} ends before the picture does.`);
  let size: PictureSize | undefined;
  let offset = 2;
  for (;;) {
    const marker = bytes[offset + 1];
    if (marker === undefined) throw cut();
    if (bytes[offset] !== 0xff)
      throw new FilmError('damaged', `${name} holds bytes that belong to no segment.`);
    if (marker === 0xff) {
      offset += 1;
      continue;
    }
    if (marker === EOI) {
      if (size) return size;
      throw new FilmError('damaged', `${name} is a JPEG without a picture.`);
    }
    if (isBare(marker)) {
      offset += 2;
      continue;
    }
    const length = segmentLength(bytes, offset);
    if (length === undefined || offset + 2 + length > bytes.length) throw cut();
    if (isFrame(marker)) size = readFrame(bytes, offset, marker, name);
    offset += 2 + length;
    if (marker === SOS) offset = endOfScan(bytes, offset);
  }
}

/** Markers without a segment: SOI, TEM, RST0..7. */
function isBare(marker: number): boolean {
  return marker === SOI || marker === TEM || (marker >= 0xd0 && marker <= 0xd7);
}

function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== DHT && marker !== JPG && marker !== DAC;
}

/** The two length bytes of the segment at `offset`, or undefined past the end. */
function segmentLength(bytes: Uint8Array, offset: number): number | undefined {
  const high = bytes[offset + 2];
  const low = bytes[offset + 3];
  if (high === undefined || low === undefined) return undefined;
  return Math.max(2, high * 256 + low);
}

function readFrame(bytes: Uint8Array, offset: number, marker: number, name: string): PictureSize {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const bits = bytes[offset + 4];
  if (!DECODED_FRAMES.has(marker) || bits !== 8) {
    throw new FilmError('unsupported', `${name} is a JPEG of a kind that is not read (lossless or 12 bit).`);
  }
  if (offset + 9 > bytes.length) throw new FilmError('truncated', `${name} ends before the picture does.`);
  return { height: view.getUint16(offset + 5), width: view.getUint16(offset + 7) };
}

/** Offset of the first marker after entropy-coded data (stuffed zeros and restart markers belong to them). */
function endOfScan(bytes: Uint8Array, start: number): number {
  for (let i = start; i + 1 < bytes.length; i++) {
    if (bytes[i] !== 0xff) continue;
    const next = bytes[i + 1] ?? 0;
    if (next === 0 || next === 0xff || (next >= 0xd0 && next <= 0xd7)) continue;
    return i;
  }
  return bytes.length;
}
