import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { Codecs, type CodecName, type CodecParts } from '../src/imaging/dicom/codecs/host';

/** Where the installed packages keep a codec's script and wasm file. */
const PLACES: Readonly<Record<CodecName, { script?: string; wasm?: string }>> = {
  'libjpeg-turbo': {
    script: '@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasmjs',
    wasm: '@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasm',
  },
  'libjpeg-12': { wasm: 'dcmjs-codecs/build/dcmjs-native-codecs.wasm' },
  'jpeg-lossless': { script: 'jpeg-lossless-decoder-js/release/cjs/lossless.cjs' },
  charls: {
    script: '@cornerstonejs/codec-charls/decodewasmjs',
    wasm: '@cornerstonejs/codec-charls/decodewasm',
  },
  openjpeg: {
    script: '@cornerstonejs/codec-openjpeg/decodewasmjs',
    wasm: '@cornerstonejs/codec-openjpeg/decodewasm',
  },
  openjph: { script: '@cornerstonejs/codec-openjph/wasmjs', wasm: '@cornerstonejs/codec-openjph/wasm' },
};

const require = createRequire(import.meta.url);

/** The script and the wasm file of a codec, from its package. */
export async function nodeParts(name: CodecName): Promise<CodecParts> {
  const { script, wasm } = PLACES[name];
  return {
    ...(script === undefined ? {} : { exports: require(script) as unknown }),
    ...(wasm === undefined ? {} : { wasm: new Uint8Array(await readFile(require.resolve(wasm))) }),
  };
}

/** The codecs of this process, from the installed packages; each is loaded when a film first needs it. */
export const nodeCodecs = new Codecs(nodeParts);
