import type { WeightEntry } from '../packs/manifest';
import { EngineError } from './errors';

const ELEMENT_BYTES = { int8: 1, float16: 2, float32: 4 } as const;

/** Number of elements of a shape. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((size, side) => size * side, 1);
}

/**
 * One weight as float32, row-major.
 * int8 is symmetric per output channel: value = q * scale[index along scale.axis].
 * @param file  the whole weights.bin
 * @throws EngineError `weights` when the entry points outside the file or lacks its scales
 */
export function dequantise(entry: WeightEntry, file: ArrayBuffer): Float32Array {
  const size = sizeOf(entry.shape);
  checkBounds(entry.name, entry.offset, size * ELEMENT_BYTES[entry.dtype], file);
  switch (entry.dtype) {
    case 'float32':
      return littleEndianFloats(file, entry.offset, size);
    case 'float16':
      return halfFloats(new Uint16Array(file, entry.offset, size));
    case 'int8':
      return scaled(entry, file, new Int8Array(file, entry.offset, size));
  }
}

function scaled(entry: WeightEntry, file: ArrayBuffer, codes: Int8Array): Float32Array {
  const channels = entry.scale && entry.shape[entry.scale.axis];
  if (!entry.scale || channels === undefined) {
    throw new EngineError('weights', `${entry.name} is int8 and has no scale along one of its axes.`);
  }
  checkBounds(entry.name, entry.scale.offset, channels * 4, file);
  const scales = littleEndianFloats(file, entry.scale.offset, channels);
  const inner = sizeOf(entry.shape.slice(entry.scale.axis + 1));
  const values = new Float32Array(codes.length);
  for (let i = 0, channel = 0; i < codes.length; channel = (channel + 1) % channels) {
    const scale = scales[channel] ?? 0;
    for (const end = i + inner; i < end; i++) values[i] = (codes[i] ?? 0) * scale;
  }
  return values;
}

function checkBounds(name: string, offset: number, bytes: number, file: ArrayBuffer): void {
  if (offset % 4 !== 0 || offset + bytes > file.byteLength) {
    throw new EngineError('weights', `${name} lies outside weights.bin (${file.byteLength} bytes).`);
  }
}

/** Every browser and Node platform is little endian, as the file is; the copy frees the file. */
function littleEndianFloats(file: ArrayBuffer, offset: number, size: number): Float32Array {
  return new Float32Array(file, offset, size).slice();
}

/** IEEE 754 binary16 to float32, exactly. */
function halfFloats(bits: Uint16Array): Float32Array {
  const values = new Float32Array(bits.length);
  bits.forEach((half, i) => {
    const sign = half & 0x8000 ? -1 : 1;
    const exponent = (half >> 10) & 0x1f;
    const fraction = half & 0x3ff;
    values[i] =
      exponent === 0
        ? sign * fraction * 2 ** -24
        : exponent === 31
          ? fraction
            ? NaN
            : sign * Infinity
          : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
  });
  return values;
}
