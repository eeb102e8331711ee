import type { Plugin } from 'vite';

const MODULE = 'tfjs-backend-wasm-threaded-simd.js';
const PARAMETER = 'WasmBackendModuleThreadedSimd = WasmBackendModuleThreadedSimd || {};';

/**
 * Lets tfjs's threaded wasm start in a minified build. tfjs hands its threads the source of the wasm factory
 * (`toString()`), which refers to `_scriptDir` outside of it; a minifier renames that variable, the threads do not
 * find it, and the backend waits for them for ever. With a variable of its own the factory is whole by itself.
 * List it under `worker.plugins` too: workers are built apart.
 */
export function threadedWasm(): Plugin {
  return {
    name: 'scribe:threaded-wasm',
    enforce: 'pre',
    transform(code, id) {
      if (!id.split('?')[0]?.endsWith(MODULE)) return undefined;
      if (!code.includes(PARAMETER)) this.error(`${MODULE} is not the one this plugin knows.`);
      // In a worker its value is undefined in any case: there is no document.
      return { code: code.replace(PARAMETER, `${PARAMETER} var _scriptDir;`), map: null };
    },
  };
}
