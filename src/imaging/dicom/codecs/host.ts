import { FilmError } from '../../errors';

/**
 * The libraries that decode compressed frames. Each is loaded when a film first needs it:
 * - `libjpeg-turbo`: JPEG of 8 bits
 * - `libjpeg-12`: JPEG of 12 bits
 * - `jpeg-lossless`: JPEG lossless, process 14
 * - `charls`: JPEG-LS
 * - `openjpeg`: JPEG 2000
 * - `openjph`: HTJ2K
 */
export const CODEC_NAMES = [
  'libjpeg-turbo',
  'libjpeg-12',
  'jpeg-lossless',
  'charls',
  'openjpeg',
  'openjph',
] as const;
export type CodecName = (typeof CODEC_NAMES)[number];

/** A library as it comes: what its script exports, and the bytes of its wasm file; either may be missing. */
export interface CodecParts {
  readonly exports?: unknown;
  readonly wasm?: Uint8Array<ArrayBuffer>;
}

/** Where the libraries come from: packages in Node, blob URLs that the page hands over in the browser. */
export type LoadCodec = (name: CodecName) => Promise<CodecParts>;

/** A decoded frame: samples of one or two bytes, little endian, interleaved by pixel unless `planar`. */
export interface CodecImage {
  readonly width: number;
  readonly height: number;
  readonly samples: number;
  readonly bytesPerSample: 1 | 2;
  readonly bytes: Uint8Array;
  readonly planar?: boolean;
}

/** The codecs of one process; a library is started once, and anew after it failed inside. */
export class Codecs {
  #load: LoadCodec;
  #started = new Map<CodecName, Promise<unknown>>();

  constructor(load: LoadCodec) {
    this.#load = load;
  }

  /**
   * Runs a decoder on its started library.
   * @throws FilmError `decoder-missing` when it cannot be had, `damaged` when it refuses the frame
   */
  async run<Library>(
    name: CodecName,
    start: (parts: CodecParts) => Promise<Library>,
    decode: (library: Library) => CodecImage,
    film: string,
  ): Promise<CodecImage> {
    let library: Library;
    try {
      const known = this.#started.get(name) as Promise<Library> | undefined;
      const starting = known ?? this.#load(name).then(start);
      this.#started.set(name, starting);
      library = await starting;
    } catch (cause) {
      this.#started.delete(name);
      throw new FilmError('decoder-missing', `The decoder ${name}, which ${film} needs, did not start.`, {
        cause,
      });
    }
    try {
      return decode(library);
    } catch (cause) {
      // A wasm library that threw may be in any state.
      this.#started.delete(name);
      if (cause instanceof FilmError) throw cause;
      throw new FilmError('damaged', `${film} cannot be decoded; its picture data are damaged.`, { cause });
    }
  }
}
