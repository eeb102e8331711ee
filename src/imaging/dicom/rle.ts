import { FilmError } from '../errors';

const HEADER_BYTES = 64;

/**
 * Unpacks an RLE frame (DICOM PS3.5, annex G). There is one segment for each byte of a sample, the most
 * significant first, sample after sample; the answer is little endian, pixel-interleaved.
 * @param bytesPerSample  1, 2 or 4
 * @throws FilmError `truncated`, `damaged`
 */
export function decodeRle(
  frame: Uint8Array,
  { pixels, samples, bytesPerSample }: { pixels: number; samples: number; bytesPerSample: number },
  name: string,
): Uint8Array {
  if (frame.length < HEADER_BYTES) throw cut(name);
  const header = new DataView(frame.buffer, frame.byteOffset, HEADER_BYTES);
  const segments = header.getUint32(0, true);
  if (segments !== samples * bytesPerSample) {
    throw new FilmError(
      'damaged',
      `${name} has ${segments} RLE segments; ${samples * bytesPerSample} belong there.`,
    );
  }
  const starts = Array.from({ length: segments }, (_, i) => header.getUint32(4 * (i + 1), true));
  const whole = new Uint8Array(pixels * samples * bytesPerSample);
  const stride = samples * bytesPerSample;
  for (const [i, start] of starts.entries()) {
    const end = starts[i + 1] ?? frame.length;
    if (start < HEADER_BYTES || end < start) {
      throw new FilmError('damaged', `${name} has an RLE segment that starts at byte ${start}.`);
    }
    if (start > frame.length) throw cut(name);
    const sample = Math.floor(i / bytesPerSample);
    const byte = bytesPerSample - 1 - (i % bytesPerSample);
    const target = { whole, first: sample * bytesPerSample + byte, stride, pixels };
    unpack(frame.subarray(start, Math.min(end, frame.length)), target, name);
  }
  return whole;
}

interface Target {
  readonly whole: Uint8Array;
  readonly first: number;
  readonly stride: number;
  readonly pixels: number;
}

/** PackBits: a count below 128 copies count + 1 bytes, one above it repeats the next byte 257 - count times. */
function unpack(segment: Uint8Array, { whole, first, stride, pixels }: Target, name: string): void {
  const end = first + pixels * stride;
  let to = first;
  let at = 0;
  while (to < end) {
    const count = segment[at++];
    if (count === undefined) throw cut(name);
    if (count < 128) {
      const stop = Math.min(end, to + (count + 1) * stride);
      for (; to < stop; to += stride) {
        const value = segment[at++];
        if (value === undefined) throw cut(name);
        whole[to] = value;
      }
    } else if (count > 128) {
      const value = segment[at++];
      if (value === undefined) throw cut(name);
      const stop = Math.min(end, to + (257 - count) * stride);
      for (; to < stop; to += stride) whole[to] = value;
    }
  }
}

function cut(name: string): FilmError {
  return new FilmError('truncated', `${name} ends before the picture does.`);
}
