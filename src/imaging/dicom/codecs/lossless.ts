import type { Codestream } from '../codestream';
import type { CodecImage, CodecParts } from './host';

/** What is used of jpeg-lossless-decoder-js. */
export interface LosslessLibrary {
  readonly Decoder: new () => {
    decode(
      buffer: ArrayBuffer,
      offset: number,
      length: number,
      bytesPerSample: number,
    ): Uint8Array | Uint16Array;
  };
}

export function startLossless({ exports }: CodecParts): Promise<LosslessLibrary> {
  if (typeof exports !== 'object' || exports === null || !('Decoder' in exports)) {
    return Promise.reject(new TypeError('the script is not there'));
  }
  return Promise.resolve(exports as LosslessLibrary);
}

/** JPEG lossless, process 14 with any predictor. @throws Error on a damaged stream */
export function decodeLossless(library: LosslessLibrary, frame: Uint8Array, stream: Codestream): CodecImage {
  const bytesPerSample = stream.precision > 8 ? 2 : 1;
  const own = frame.slice();
  const values = new library.Decoder().decode(own.buffer, 0, own.length, bytesPerSample);
  const { width, height, samples } = stream;
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return { width, height, samples, bytesPerSample, bytes };
}
