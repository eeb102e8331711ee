import type { Codestream } from '../codestream';
import type { CodecImage, CodecParts } from './host';

/** What is used of the wasm file of dcmjs-codecs: the IJG library built for samples of 12 bits. */
interface NativeCodecs {
  readonly memory: WebAssembly.Memory;
  _initialize(): void;
  CreateCodecsContext(): number;
  ReleaseCodecsContext(context: number): void;
  SetColumns(context: number, value: number): void;
  SetRows(context: number, value: number): void;
  SetBitsAllocated(context: number, value: number): void;
  SetBitsStored(context: number, value: number): void;
  SetSamplesPerPixel(context: number, value: number): void;
  SetPixelRepresentation(context: number, value: number): void;
  SetPlanarConfiguration(context: number, value: number): void;
  SetPhotometricInterpretation(context: number, value: number): void;
  SetEncodedBufferSize(context: number, bytes: number): void;
  GetEncodedBuffer(context: number): number;
  GetDecodedBuffer(context: number): number;
  GetDecodedBufferSize(context: number): number;
  CreateDecoderParameters(): number;
  ReleaseDecoderParameters(parameters: number): void;
  DecodeJpeg(context: number, parameters: number): void;
}

/** Place of MONOCHROME2 in the library's list of photometric interpretations. */
const MONOCHROME2 = 1;

/** Starts the wasm file. It asks for no file and no clock; what it writes to a stream is dropped. */
export async function startLibjpeg12({ wasm }: CodecParts): Promise<NativeCodecs> {
  if (!wasm) throw new TypeError('the wasm file is not there');
  const nothing = (): number => 0;
  const fail = (what: string) => (): never => {
    throw new Error(`the decoder ended: ${what}`);
  };
  const { instance } = await WebAssembly.instantiate(wasm, {
    env: {
      onCodecsException: fail('it refused the stream'),
      onCodecsInfo: nothing,
      onCodecsTrace: nothing,
      emscripten_notify_memory_growth: nothing,
    },
    wasi_snapshot_preview1: {
      proc_exit: fail('exit'),
      clock_time_get: nothing,
      fd_write: nothing,
      fd_close: nothing,
      fd_seek: nothing,
      environ_sizes_get: nothing,
      environ_get: nothing,
    },
  });
  const library = instance.exports as unknown as NativeCodecs;
  library._initialize();
  return library;
}

/** One grey frame of 12 bits. @throws Error on a damaged stream */
export function decodeJpeg12(library: NativeCodecs, frame: Uint8Array, stream: Codestream): CodecImage {
  const { width, height } = stream;
  const context = library.CreateCodecsContext();
  library.SetColumns(context, width);
  library.SetRows(context, height);
  library.SetBitsAllocated(context, 16);
  library.SetBitsStored(context, stream.precision);
  library.SetSamplesPerPixel(context, 1);
  library.SetPixelRepresentation(context, 0);
  library.SetPlanarConfiguration(context, 0);
  library.SetPhotometricInterpretation(context, MONOCHROME2);
  library.SetEncodedBufferSize(context, frame.length);
  new Uint8Array(library.memory.buffer).set(frame, library.GetEncodedBuffer(context));
  const parameters = library.CreateDecoderParameters();
  library.DecodeJpeg(context, parameters);
  const start = library.GetDecodedBuffer(context);
  const bytes = new Uint8Array(library.memory.buffer, start, library.GetDecodedBufferSize(context)).slice();
  library.ReleaseDecoderParameters(parameters);
  library.ReleaseCodecsContext(context);
  return { width, height, samples: 1, bytesPerSample: 2, bytes };
}
