/** Stored values of a frame: of the type that holds them. */
export type Values = Uint8Array | Int8Array | Uint16Array | Int16Array | Uint32Array | Int32Array;

export interface SampleLayout {
  /** Bytes of a sample: 1, 2 or 4. */
  readonly bytesPerSample: number;
  /** The low bits that carry the value; the rest (overlays of old files) is dropped. */
  readonly bits: number;
  /** Two's complement of `bits` bits. */
  readonly signed: boolean;
  readonly bigEndian?: boolean;
}

/** Samples as numbers. @param bytes  a whole number of samples */
export function readSamples(bytes: Uint8Array, layout: SampleLayout): Values {
  const { bytesPerSample, bits, signed, bigEndian = false } = layout;
  const count = Math.floor(bytes.length / bytesPerSample);
  const values = allocate(count, bytesPerSample, signed);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const shift = 32 - bits;
  for (let i = 0; i < count; i++) {
    const raw =
      bytesPerSample === 1
        ? view.getUint8(i)
        : bytesPerSample === 2
          ? view.getUint16(2 * i, !bigEndian)
          : view.getUint32(4 * i, !bigEndian);
    values[i] = signed ? (raw << shift) >> shift : (raw << shift) >>> shift;
  }
  return values;
}

function allocate(count: number, bytesPerSample: number, signed: boolean): Values {
  if (bytesPerSample === 1) return signed ? new Int8Array(count) : new Uint8Array(count);
  if (bytesPerSample === 2) return signed ? new Int16Array(count) : new Uint16Array(count);
  return signed ? new Int32Array(count) : new Uint32Array(count);
}

/** Bit-packed samples, the lowest bit first (PS3.5, 8.1.1). */
export function unpackBits(bytes: Uint8Array, count: number): Uint8Array {
  return Uint8Array.from({ length: count }, (_, i) => ((bytes[i >> 3] ?? 0) >> (i & 7)) & 1);
}

/** Samples that lie plane by plane, pixel by pixel. */
export function interleave<T extends Uint8Array | Values>(planes: T, samples: number): T {
  const pixels = planes.length / samples;
  const woven = planes.slice() as T;
  for (let s = 0; s < samples; s++) {
    for (let i = 0; i < pixels; i++) woven[i * samples + s] = planes[s * pixels + i] ?? 0;
  }
  return woven;
}

/** Swaps the bytes of each 16-bit word: 8-bit samples that were written as words, big endian. */
export function swapWords(bytes: Uint8Array): Uint8Array {
  const swapped = new Uint8Array(bytes.length);
  for (let i = 0; i + 1 < bytes.length; i += 2) {
    swapped[i] = bytes[i + 1] ?? 0;
    swapped[i + 1] = bytes[i] ?? 0;
  }
  return swapped;
}
