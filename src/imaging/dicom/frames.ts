import dicomParser, { type DataSet, type Element } from 'dicom-parser';
import { FilmError } from '../errors';
import type { PixelAttributes } from './attributes';
import type { DicomFile } from './open';

/**
 * The bytes of the first frame: native samples, or one compressed stream.
 * @throws FilmError `truncated`, `damaged`
 */
export function firstFrame(file: DicomFile, attributes: PixelAttributes): Uint8Array {
  const { dataset, pixels, name } = file;
  if (pixels.hadUndefinedLength) return joinFragments(dataset, pixels, attributes.frames, name);
  if (file.syntax.encoding !== 'native') {
    throw new FilmError('damaged', `${name} says its picture is compressed, but holds it in no fragments.`);
  }
  const bytes = dataset.byteArray.subarray(pixels.dataOffset, pixels.dataOffset + pixels.length);
  const needed = nativeFrameBytes(attributes);
  if (bytes.length < needed) throw tooShort(name, bytes.length, needed);
  // Samples that were written as words come in whole words.
  return bytes.subarray(0, needed + (needed % 2));
}

/** Bytes of one uncompressed frame; 4:2:2 chroma shares two samples between two pixels (PS3.3, C.7.6.3.1.2). */
export function nativeFrameBytes(attributes: PixelAttributes): number {
  const { width, height, samples, bitsAllocated, photometric } = attributes;
  const perPixel = photometric === 'YBR_FULL_422' ? 2 : samples;
  return Math.ceil((width * height * perPixel * bitsAllocated) / 8);
}

function tooShort(name: string, bytes: number, needed: number): FilmError {
  return new FilmError(
    'truncated',
    `${name} ends before the picture does: ${bytes} of ${needed} bytes are there.`,
  );
}

function joinFragments(dataset: DataSet, pixels: Element, frames: number, name: string): Uint8Array {
  const whole = dataset.byteArray as Uint8Array;
  const element = { ...pixels };
  try {
    const stream = new dicomParser.ByteStream(
      dicomParser.littleEndianByteArrayParser,
      whole,
      pixels.dataOffset,
    );
    dicomParser.findEndOfEncapsulatedElement(stream, element, []);
  } catch (cause) {
    // The first frame may be whole all the same: its own fragments are checked below.
    if (!element.fragments?.length) {
      throw new FilmError('truncated', `${name} ends before the picture does.`, { cause });
    }
  }
  const fragments = element.fragments ?? [];
  const own = fragments.slice(0, fragmentsOfFirst(dataset, element, frames));
  const total = own.reduce((sum, fragment) => sum + fragment.length, 0);
  if (total === 0) throw new FilmError('truncated', `${name} holds no fragment of its picture.`);
  const last = own.at(-1);
  if (last && last.position + last.length > whole.length) {
    throw tooShort(name, total - (last.position + last.length - whole.length), total);
  }
  const joined = new Uint8Array(total);
  let at = 0;
  for (const { position, length } of own) {
    joined.set(whole.subarray(position, position + length), at);
    at += length;
  }
  return joined;
}

/** How many fragments make the first frame (PS3.5, A.4): by the offset tables, else by what the frames hold. */
function fragmentsOfFirst(dataset: DataSet, element: Element, frames: number): number {
  const fragments = element.fragments ?? [];
  if (frames <= 1) return fragments.length;
  const next = element.basicOffsetTable?.[1] ?? secondOffset(dataset);
  if (next !== undefined) {
    const count = fragments.findIndex((fragment) => fragment.offset >= next);
    if (count > 0) return count;
  }
  if (fragments.length <= frames) return 1;
  // No offsets, and more fragments than frames: a JPEG frame ends with its end-of-image marker.
  const bytes = dataset.byteArray;
  const end = fragments.findIndex(({ position, length }) => endsImage(bytes, position + length));
  return end < 0 ? 1 : end + 1;
}

function endsImage(bytes: ArrayLike<number>, end: number): boolean {
  const at = bytes[end - 1] === 0 ? end - 1 : end;
  return bytes[at - 2] === 0xff && bytes[at - 1] === 0xd9;
}

/** Offset of the second frame by the Extended Offset Table (7FE0,0001). */
function secondOffset(dataset: DataSet): number | undefined {
  const table = dataset.elements['x7fe00001'];
  if (!table || table.length < 16) return undefined;
  return dataset.uint32('x7fe00001', 2);
}
