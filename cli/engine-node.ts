import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
import { Engine } from '../src/engine';

/** The folder of the wasm files inside the installed package, with its final separator. */
export const WASM_FOLDER =
  join(
    dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm/package.json')),
    'wasm-out',
  ) + sep;

/** The engine as it runs in Node: on wasm with SIMD. @throws EngineError `backend` */
export function createNodeEngine(): Promise<Engine> {
  return Engine.create({ preferred: 'wasm', wasmPaths: WASM_FOLDER });
}
