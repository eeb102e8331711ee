import { Inflate } from 'fflate';
import dicomParser, { type DataSet, type Element } from 'dicom-parser';
import { FilmError } from '../errors';
import { startsWith } from '../magic';
import { PREAMBLE, guessSyntax, VRS } from './sniff';
import { DEFLATED, EXPLICIT_LITTLE, transferSyntax, type TransferSyntax } from './syntax';

/** A DICOM file, parsed up to its pixel data. */
export interface DicomFile {
  readonly name: string;
  readonly dataset: DataSet;
  readonly syntax: TransferSyntax;
  /** Element (7FE0,0010) as its header tells it; its content is not looked at. */
  readonly pixels: Element;
}

const PIXEL_DATA = 'x7fe00010';
/** Bytes of a data set that a deflated file may become: a film of 100 million pixels of 16 bits, and its tags. */
const LARGEST_INFLATED = 220_000_000;
/** Bytes that are inflated at a time, so that a bomb is noticed early. */
const INFLATE_STEP = 1 << 14;

/**
 * Parses a DICOM file up to its pixel data. Files without the Part 10 header are read as well: their encoding is
 * that of their first element.
 * @throws FilmError `not-an-image`, `truncated`, `damaged`, `no-pixel-data`, `transfer-syntax`, `too-large`
 */
export function openDicom(bytes: Uint8Array, name: string): DicomFile {
  const { dataset, uid } = parseTags(bytes, name);
  const syntax = transferSyntax(uid);
  const pixels = dataset.elements[PIXEL_DATA];
  if (pixels && !syntax) throw notRead(uid, name);
  if (!pixels || !syntax) {
    if (dataset.elements['x7fe00008'] || dataset.elements['x7fe00009']) {
      throw new FilmError('unsupported', `${name} holds floating-point pixels, which no film has.`);
    }
    throw new FilmError('no-pixel-data', `${name} is a DICOM file without a picture.`);
  }
  return { name, dataset, syntax, pixels };
}

/**
 * The tags of a DICOM file before its pixel data, whether it has a picture or not, and its transfer syntax. How the
 * tags are encoded, the first one says: some writers name a syntax and use another.
 * @throws FilmError `empty`, `not-an-image`, `truncated`, `damaged`, `too-large`
 */
export function parseTags(bytes: Uint8Array, name: string): { dataset: DataSet; uid: string } {
  if (bytes.length === 0) throw new FilmError('empty', `${name} holds no bytes.`);
  const { body, named } = splitHeader(bytes, name);
  const whole = named === DEFLATED ? inflate(body, name) : body;
  const found = guessSyntax(whole);
  const uid = named ?? found;
  if (uid === undefined) throw new FilmError('not-an-image', `${name} is no DICOM file.`);
  try {
    const options = { untilTag: PIXEL_DATA, TransferSyntaxUID: found ?? EXPLICIT_LITTLE };
    return { dataset: dicomParser.parseDicom(whole, options), uid };
  } catch (cause) {
    throw parseFault(cause, name);
  }
}

function notRead(uid: string, name: string): FilmError {
  return new FilmError(
    'transfer-syntax',
    `${name} is encoded as ${uid}, which is not read. Export it uncompressed, or as JPEG, JPEG-LS or JPEG 2000.`,
  );
}

/** The data set behind the Part 10 header, and the transfer syntax that the header names. */
function splitHeader(bytes: Uint8Array, name: string): { body: Uint8Array; named?: string } {
  const hasPrefix = startsWith(bytes, PREAMBLE, 'DICM');
  if (!hasPrefix && !startsWithMeta(bytes)) return { body: bytes };
  try {
    const file = hasPrefix ? bytes : withPreamble(bytes);
    const meta = dicomParser.readPart10Header(file) as DataSet & { position: number };
    const named = meta.string('x00020010');
    return { body: file.subarray(meta.position), ...(named ? { named } : {}) };
  } catch (cause) {
    throw new FilmError('truncated', `${name} ends inside its header.`, { cause });
  }
}

/** Group 2 in explicit little endian: a meta header, which some writers leave without its preamble. */
function startsWithMeta(bytes: Uint8Array): boolean {
  return startsWith(bytes, 0, '\x02\0') && VRS.has(String.fromCharCode(bytes[4] ?? 0, bytes[5] ?? 0));
}

function withPreamble(bytes: Uint8Array): Uint8Array {
  const file = new Uint8Array(PREAMBLE + 4 + bytes.length);
  file.set([0x44, 0x49, 0x43, 0x4d], PREAMBLE);
  file.set(bytes, PREAMBLE + 4);
  return file;
}

/** The inflated data set; stops at a size that no film has. */
function inflate(body: Uint8Array, name: string): Uint8Array {
  const chunks: Uint8Array[] = [];
  let total = 0;
  const stream = new Inflate((chunk) => {
    total += chunk.length;
    if (total > LARGEST_INFLATED) {
      throw new FilmError('too-large', `${name} would unpack to more than ${LARGEST_INFLATED / 1e6} MB.`);
    }
    chunks.push(chunk);
  });
  try {
    for (let at = 0; at < body.length; at += INFLATE_STEP) {
      stream.push(body.subarray(at, at + INFLATE_STEP), at + INFLATE_STEP >= body.length);
    }
  } catch (cause) {
    if (cause instanceof FilmError) throw cause;
    throw new FilmError('damaged', `${name} is deflated, and cannot be inflated.`, { cause });
  }
  const whole = new Uint8Array(total);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

/** dicom-parser throws strings, errors, and objects with both the exception and what it had read. */
function parseFault(thrown: unknown, name: string): FilmError {
  const inner =
    typeof thrown === 'object' && thrown !== null && 'exception' in thrown ? thrown.exception : thrown;
  if (inner instanceof FilmError) return inner;
  const text = inner instanceof Error ? inner.message : String(inner);
  const isCut = /beyond|past|end of|seek|eof/i.test(text);
  return new FilmError(
    isCut ? 'truncated' : 'damaged',
    isCut ? `${name} ends inside its DICOM tags.` : `${name} has DICOM tags that cannot be read: ${text}`,
    { cause: thrown },
  );
}
