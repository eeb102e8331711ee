import type { BackendDriver, Probe } from './driver';

/** The processor through WebAssembly, with SIMD and threads where the platform has them. */
export const wasm: BackendDriver = {
  name: 'wasm',

  async probe(): Promise<Probe> {
    if (typeof WebAssembly === 'undefined') return { kind: 'absent', reason: 'there is no WebAssembly here' };
    return { kind: 'ready' };
  },

  async load({ wasmPaths, wasmThreads }) {
    const { setWasmPaths, setThreadsCount } = await import('@tensorflow/tfjs-backend-wasm');
    if (wasmPaths !== undefined) setWasmPaths(typeof wasmPaths === 'string' ? wasmPaths : { ...wasmPaths });
    if (wasmThreads !== undefined) setThreadsCount(wasmThreads);
  },

  async threads() {
    const { getThreadsCount } = await import('@tensorflow/tfjs-backend-wasm');
    return Math.max(1, getThreadsCount());
  },
};
