import { Inflate } from 'fflate';
import { PackError } from './errors';

/** One file in a zip archive, as the archive's directory describes it. */
export interface ZipEntry {
  /** Path with `/` between folders. */
  readonly name: string;
  readonly compressedBytes: number;
  /** Bytes once unpacked, as the directory claims; `extract` holds it to that. */
  readonly bytes: number;
  /** 0 = stored, 8 = deflate */
  readonly method: number;
  /** Offset of the entry's local header in the archive. */
  readonly offset: number;
}

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
const END_BYTES = 22;
const LONGEST_COMMENT = 0xffff;
const MOST_ENTRIES = 1000;
const LARGEST_DIRECTORY = 1 << 20;
/** Compressed bytes unpacked in one go; deflate makes at most 1032 of each, so this bounds the memory of a bomb. */
const PIECE = 16 * 1024;
/** Unpacked bytes after which the event loop gets a turn, so that a cancel is heard. */
const TURN = 4 << 20;

/**
 * Lists the files of a zip archive (PKWARE APPNOTE 6.3, without zip64 and encryption) from its directory; no file
 * is unpacked. Folders are left out.
 * @throws PackError `schema` for what is no such archive, has too many entries, two of one name, or a name that
 *   leads out of the archive
 */
export async function readDirectory(zip: Blob): Promise<readonly ZipEntry[]> {
  const tailStart = Math.max(0, zip.size - END_BYTES - LONGEST_COMMENT);
  const tail = await view(zip, tailStart, zip.size);
  const end = findEnd(tail);
  const count = tail.getUint16(end + 10, true);
  const size = tail.getUint32(end + 12, true);
  const start = tail.getUint32(end + 16, true);
  if (count === 0xffff || start === 0xffffffff) throw invalid('it is in zip64 form');
  if (count > MOST_ENTRIES || size > LARGEST_DIRECTORY) throw invalid('it holds too many files');
  if (start + size > zip.size) throw invalid('it ends before its directory does');
  const directory = await view(zip, start, start + size);
  const entries: ZipEntry[] = [];
  let at = 0;
  for (let i = 0; i < count; i++) {
    const { entry, next } = readEntry(directory, at);
    at = next;
    if (!entry.name.endsWith('/')) entries.push(entry);
  }
  const names = new Set(entries.map((entry) => entry.name));
  if (names.size < entries.length) throw invalid('it holds two files of one name');
  return entries;
}

/**
 * Unpacks one file.
 * @throws PackError `schema` when it is longer or shorter than the directory claims or damaged, `aborted`
 */
export async function extract(
  zip: Blob,
  entry: ZipEntry,
  signal?: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  const header = await view(zip, entry.offset, entry.offset + 30);
  if (header.byteLength < 30 || header.getUint32(0, true) !== LOCAL) throw damaged(entry);
  const start = entry.offset + 30 + header.getUint16(26, true) + header.getUint16(28, true);
  const packed = new Uint8Array(await zip.slice(start, start + entry.compressedBytes).arrayBuffer());
  if (packed.byteLength !== entry.compressedBytes) throw damaged(entry);
  if (entry.method === 0) {
    if (packed.byteLength !== entry.bytes) throw damaged(entry);
    return packed;
  }
  if (entry.method !== 8) throw invalid(`${entry.name} is compressed in a way that is not read`);
  return inflate(packed, entry, signal);
}

async function inflate(
  packed: Uint8Array,
  entry: ZipEntry,
  signal: AbortSignal | undefined,
): Promise<Uint8Array<ArrayBuffer>> {
  const whole = new Uint8Array(entry.bytes);
  let written = 0;
  let turn = TURN;
  const stream = new Inflate((chunk) => {
    if (written + chunk.byteLength > whole.byteLength) throw damaged(entry);
    whole.set(chunk, written);
    written += chunk.byteLength;
  });
  for (let at = 0; at < packed.byteLength; at += PIECE) {
    if (signal?.aborted) throw new PackError('aborted', 'The import was cancelled.');
    const piece = packed.subarray(at, at + PIECE);
    try {
      stream.push(piece, at + PIECE >= packed.byteLength);
    } catch (cause) {
      if (cause instanceof PackError) throw cause;
      throw damaged(entry, cause);
    }
    if (written < turn) continue;
    turn = written + TURN;
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
  if (written !== whole.byteLength) throw damaged(entry);
  return whole;
}

function findEnd(tail: DataView): number {
  for (let at = tail.byteLength - END_BYTES; at >= 0; at--) {
    if (tail.getUint32(at, true) === END) return at;
  }
  throw invalid('it has no zip directory');
}

function readEntry(directory: DataView, at: number): { entry: ZipEntry; next: number } {
  if (at + 46 > directory.byteLength || directory.getUint32(at, true) !== ENTRY) {
    throw invalid('its directory is damaged');
  }
  if ((directory.getUint16(at + 8, true) & 1) !== 0) throw invalid('it is encrypted');
  const nameLength = directory.getUint16(at + 28, true);
  const next = at + 46 + nameLength + directory.getUint16(at + 30, true) + directory.getUint16(at + 32, true);
  if (next > directory.byteLength) throw invalid('its directory is damaged');
  const nameBytes = new Uint8Array(directory.buffer, directory.byteOffset + at + 46, nameLength);
  const name = new TextDecoder().decode(nameBytes);
  if (leadsOut(name)) throw invalid(`it holds a file whose name leads out of it (${name})`);
  const entry = {
    name,
    method: directory.getUint16(at + 10, true),
    compressedBytes: directory.getUint32(at + 20, true),
    bytes: directory.getUint32(at + 24, true),
    offset: directory.getUint32(at + 42, true),
  };
  return { entry, next };
}

/** Nothing is written to a disk under these names; a pack that tries is refused all the same. */
function leadsOut(name: string): boolean {
  return /^[/\\]|^[A-Za-z]:|\\|\0/.test(name) || name.split('/').includes('..');
}

async function view(zip: Blob, start: number, end: number): Promise<DataView> {
  return new DataView(await zip.slice(start, end).arrayBuffer());
}

function invalid(why: string): PackError {
  return new PackError('schema', `The file is no pack archive that can be read: ${why}.`);
}

function damaged(entry: ZipEntry, cause?: unknown): PackError {
  return new PackError('schema', `${entry.name} in the archive is damaged.`, { cause });
}
