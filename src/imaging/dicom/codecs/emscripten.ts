import type { CodecImage, CodecParts } from './host';

/** A decoder class of the cornerstone codecs, as its wasm module offers it. */
export interface FrameDecoder {
  /** Memory of the module that takes the compressed bytes. */
  getEncodedBuffer(bytes: number): Uint8Array;
  decode(): void;
  getFrameInfo(): { width: number; height: number; bitsPerSample: number; componentCount: number };
  /** A view on the module's memory: gone with `delete()`. */
  getDecodedBuffer(): Uint8Array;
  /** JPEG-LS only: 0 is plane by plane. */
  getInterleaveMode?(): number;
  delete(): void;
}

type Factory<Module> = (options: {
  wasmBinary: Uint8Array;
  print: () => void;
  printErr: () => void;
}) => Promise<Module>;

/** Starts a module from its script's export and its wasm bytes, so that it fetches nothing itself. */
export async function startModule<Module>({ exports, wasm }: CodecParts): Promise<Module> {
  if (typeof exports !== 'function' || !wasm) throw new TypeError('the script or the wasm file is not there');
  const silent = (): void => undefined;
  return (exports as Factory<Module>)({ wasmBinary: wasm, print: silent, printErr: silent });
}

/** Decodes one frame with a fresh decoder. @throws whatever the module throws */
export function decodeFrameWith(Decoder: new () => FrameDecoder, frame: Uint8Array): CodecImage {
  const decoder = new Decoder();
  try {
    decoder.getEncodedBuffer(frame.length).set(frame);
    decoder.decode();
    const { width, height, bitsPerSample, componentCount } = decoder.getFrameInfo();
    return {
      width,
      height,
      samples: componentCount,
      bytesPerSample: bitsPerSample > 8 ? 2 : 1,
      bytes: decoder.getDecodedBuffer().slice(),
      ...(decoder.getInterleaveMode?.() === 0 && componentCount > 1 ? { planar: true } : {}),
    };
  } finally {
    decoder.delete();
  }
}
