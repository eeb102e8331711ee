import simd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import threaded from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url';
import plain from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import type { WasmUrls } from '../../../workers/api';

/** tfjs's names of its wasm files, and where this build serves them. */
const FILES = {
  'tfjs-backend-wasm.wasm': plain,
  'tfjs-backend-wasm-simd.wasm': simd,
  'tfjs-backend-wasm-threaded-simd.wasm': threaded,
} as const;

let fetched: Promise<WasmUrls> | undefined;

/**
 * The wasm files as blob URLs. The inference worker may not fetch from the network, so the page fetches for it,
 * once. A file that cannot be had is left out: the worker then says why the wasm backend does not start, and
 * another backend is tried.
 */
export function wasmUrls(): Promise<WasmUrls> {
  fetched ??= fetchAll().then((urls) => {
    // Fewer than all: the next start tries again.
    if (Object.keys(urls).length < Object.keys(FILES).length) fetched = undefined;
    return urls;
  });
  return fetched;
}

async function fetchAll(): Promise<WasmUrls> {
  const found = await Promise.all(
    Object.entries(FILES).map(async ([name, url]) => {
      const response = await fetch(url).catch(() => undefined);
      if (!response?.ok) return [];
      const bytes = await response.arrayBuffer();
      if (!isWasm(bytes)) return [];
      return [[name, URL.createObjectURL(new Blob([bytes], { type: 'application/wasm' }))] as const];
    }),
  );
  return Object.fromEntries(found.flat());
}

/** True when the bytes start as every wasm module does; an HTML page of a misled server does not. */
function isWasm(bytes: ArrayBuffer): boolean {
  return bytes.byteLength > 8 && new DataView(bytes).getUint32(0) === 0x0061736d;
}
