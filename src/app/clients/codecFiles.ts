import charlsScript from '@cornerstonejs/codec-charls/decodewasmjs?url';
import charlsWasm from '@cornerstonejs/codec-charls/decodewasm?url';
import turboScript from '@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasmjs?url';
import turboWasm from '@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasm?url';
import openjpegScript from '@cornerstonejs/codec-openjpeg/decodewasmjs?url';
import openjpegWasm from '@cornerstonejs/codec-openjpeg/decodewasm?url';
import openjphScript from '@cornerstonejs/codec-openjph/wasmjs?url';
import openjphWasm from '@cornerstonejs/codec-openjph/wasm?url';
import libjpeg12Wasm from 'dcmjs-codecs/build/dcmjs-native-codecs.wasm?url';
import losslessScript from 'jpeg-lossless-decoder-js/release/cjs/lossless.cjs?url';
import type { CodecUrls } from '../../../workers/codecs';

/** Where this build serves the files of each codec. */
const FILES = {
  'libjpeg-turbo': { script: turboScript, wasm: turboWasm },
  'libjpeg-12': { wasm: libjpeg12Wasm },
  'jpeg-lossless': { script: losslessScript },
  charls: { script: charlsScript, wasm: charlsWasm },
  openjpeg: { script: openjpegScript, wasm: openjpegWasm },
  openjph: { script: openjphScript, wasm: openjphWasm },
} as const;

let fetched: Promise<CodecUrls> | undefined;

/**
 * The codecs as blob URLs. The inference worker may not fetch from the network, so the page fetches for it: all
 * codecs at once, before the first DICOM file is opened, so that no request tells what kind of film it is. A codec
 * that cannot be had is left out; the worker says so when a film needs it, and the next film tries again.
 */
export function codecUrls(): Promise<CodecUrls> {
  fetched ??= fetchAll().then((urls) => {
    if (Object.keys(urls).length < Object.keys(FILES).length) fetched = undefined;
    return urls;
  });
  return fetched;
}

async function fetchAll(): Promise<CodecUrls> {
  const found = await Promise.all(
    Object.entries(FILES).map(async ([name, files]) => {
      const script = 'script' in files ? await blobUrl(files.script, asModule) : undefined;
      const wasm = 'wasm' in files ? await blobUrl(files.wasm, asWasm) : undefined;
      const isWhole =
        'script' in files === (script !== undefined) && 'wasm' in files === (wasm !== undefined);
      if (!isWhole) return [];
      return [[name, { ...(script ? { script } : {}), ...(wasm ? { wasm } : {}) }] as const];
    }),
  );
  return Object.fromEntries(found.flat());
}

async function blobUrl(
  url: string,
  make: (bytes: ArrayBuffer) => Blob | undefined,
): Promise<string | undefined> {
  const response = await fetch(url).catch(() => undefined);
  const blob = response?.ok ? make(await response.arrayBuffer()) : undefined;
  return blob && URL.createObjectURL(blob);
}

/** The packages' scripts are CommonJS; around them a module that gives their exports as its default. */
function asModule(bytes: ArrayBuffer): Blob {
  const before = 'var module = { exports: {} }, exports = module.exports;\n';
  return new Blob([before, bytes, '\nexport default module.exports;\n'], { type: 'text/javascript' });
}

function asWasm(bytes: ArrayBuffer): Blob | undefined {
  const isWasm = bytes.byteLength > 8 && new DataView(bytes).getUint32(0) === 0x0061736d;
  return isWasm ? new Blob([bytes], { type: 'application/wasm' }) : undefined;
}
