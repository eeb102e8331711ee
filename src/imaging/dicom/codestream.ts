import { FilmError } from '../errors';

/** What a compressed frame says of itself, before anything is decoded. */
export interface Codestream {
  readonly kind: 'jpeg' | 'jpeg-lossless' | 'jpeg-ls' | 'jpeg-2000' | 'htj2k';
  readonly width: number;
  readonly height: number;
  readonly samples: number;
  /** Bits of a sample. */
  readonly precision: number;
  readonly signed: boolean;
  /** Identifiers of the components; of a JPEG or JPEG-LS stream. */
  readonly componentIds: readonly number[];
  /** A JFIF marker says that three components are YCbCr. */
  readonly jfif: boolean;
}

const SOI = 0xffd8;
const SOC = 0xff4f;
const SIZ = 0xff51;
const CAP = 0xff50;
const SOT = 0xff90;
const SOS = 0xda;
const SOF_JPEG_LS = 0xf7;
/** Baseline, extended sequential and progressive Huffman (ITU-T T.81, table B.1). */
const SOF_DCT: ReadonlySet<number> = new Set([0xc0, 0xc1, 0xc2]);
const SOF_LOSSLESS = 0xc3;

/**
 * Reads the header of a JPEG, JPEG-LS, JPEG 2000 or HTJ2K stream. What the stream is, its own first bytes say:
 * a file that names another transfer syntax is read all the same.
 * @throws FilmError `truncated`, `damaged`, `unsupported`
 */
export function readCodestream(bytes: Uint8Array, name: string): Codestream {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    const first = view.getUint16(0);
    if (first === SOI) return readJpeg(view, name);
    const start = first === SOC ? 0 : codestreamInBoxes(view);
    if (start !== undefined) return readJpeg2000(view, start, name);
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new FilmError('truncated', `${name} ends inside the header of its compressed picture.`, { cause });
  }
  throw new FilmError('damaged', `${name} holds a compressed picture that starts like none.`);
}

function readJpeg(view: DataView, name: string): Codestream {
  let jfif = false;
  let at = 2;
  for (;;) {
    const marker = view.getUint8(at + 1);
    if (view.getUint8(at) !== 0xff || marker === SOS) {
      throw new FilmError('damaged', `${name} holds a JPEG without a frame header.`);
    }
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const length = view.getUint16(at + 2);
    if (marker === 0xe0 && length >= 6) jfif ||= view.getUint32(at + 4) === 0x4a464946;
    const kind = kindOf(marker, name);
    if (kind) return { kind, jfif, ...readFrameHeader(view, at) };
    at += 2 + length;
  }
}

function kindOf(marker: number, name: string): 'jpeg' | 'jpeg-lossless' | 'jpeg-ls' | undefined {
  if (SOF_DCT.has(marker)) return 'jpeg';
  if (marker === SOF_LOSSLESS) return 'jpeg-lossless';
  if (marker === SOF_JPEG_LS) return 'jpeg-ls';
  const isOther = marker >= 0xc5 && marker <= 0xcf && marker !== 0xc8 && marker !== 0xcc;
  if (isOther) {
    throw new FilmError(
      'unsupported',
      `${name} holds an arithmetic or hierarchical JPEG, which is not read.`,
    );
  }
  return undefined;
}

function readFrameHeader(view: DataView, at: number): Omit<Codestream, 'kind' | 'jfif'> {
  const samples = view.getUint8(at + 9);
  return {
    precision: view.getUint8(at + 4),
    height: view.getUint16(at + 5),
    width: view.getUint16(at + 7),
    samples,
    signed: false,
    componentIds: Array.from({ length: samples }, (_, i) => view.getUint8(at + 10 + 3 * i)),
  };
}

/** Where the codestream starts inside JP2 boxes (ISO/IEC 15444-1, annex I). */
function codestreamInBoxes(view: DataView): number | undefined {
  if (view.getUint32(4) !== 0x6a502020) return undefined;
  for (let at = 0; at + 8 <= view.byteLength;) {
    if (view.getUint32(at + 4) === 0x6a703263) return at + 8;
    const length = view.getUint32(at);
    if (length < 8) return undefined;
    at += length;
  }
  return undefined;
}

/** SIZ, the segment after SOC; HTJ2K streams have a CAP segment (ISO/IEC 15444-15, A.3). */
function readJpeg2000(view: DataView, start: number, name: string): Codestream {
  if (view.getUint16(start + 2) !== SIZ) {
    throw new FilmError('damaged', `${name} holds a JPEG 2000 stream without a size.`);
  }
  const siz = start + 4;
  const samples = view.getUint16(siz + 36);
  const depth = view.getUint8(siz + 38);
  let kind: 'jpeg-2000' | 'htj2k' = 'jpeg-2000';
  for (let at = siz + view.getUint16(siz); view.getUint16(at) !== SOT; at += 2 + view.getUint16(at + 2)) {
    if (view.getUint16(at) === CAP) kind = 'htj2k';
  }
  return {
    kind,
    width: view.getUint32(siz + 4) - view.getUint32(siz + 12),
    height: view.getUint32(siz + 8) - view.getUint32(siz + 16),
    samples,
    precision: (depth & 0x7f) + 1,
    signed: (depth & 0x80) !== 0,
    componentIds: [],
    jfif: false,
  };
}

const APP0 = 0xe0;
const APP14 = 0xee;
/** "Adobe", version 100, two flags; the transform follows. */
const ADOBE = [0xff, 0xee, 0, 14, 0x41, 0x64, 0x6f, 0x62, 0x65, 0, 100, 0, 0, 0, 0];

/**
 * The same JPEG with one plain word on its colours in place of those it has: JFIF and Adobe markers are taken
 * out, and an Adobe marker says whether its three components are YCbCr (T.872, 6.5.3).
 */
export function tellColours(jpeg: Uint8Array, isYcc: boolean): Uint8Array {
  const kept: Uint8Array[] = [jpeg.subarray(0, 2), Uint8Array.from([...ADOBE, isYcc ? 1 : 0])];
  let at = 2;
  while (jpeg[at] === 0xff) {
    const marker = jpeg[at + 1] ?? 0;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const end = at + 2 + (jpeg[at + 2] ?? 0) * 256 + (jpeg[at + 3] ?? 0);
    if (marker === SOS || end > jpeg.length) break;
    if (marker !== APP0 && marker !== APP14) kept.push(jpeg.subarray(at, end));
    at = end;
  }
  kept.push(jpeg.subarray(at));
  const told = new Uint8Array(kept.reduce((sum, part) => sum + part.length, 0));
  let to = 0;
  for (const part of kept) {
    told.set(part, to);
    to += part.length;
  }
  return told;
}
