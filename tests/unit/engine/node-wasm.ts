import { dirname } from 'node:path';
import { createRequire } from 'node:module';
import { join, sep } from 'node:path';

/** The folder of the wasm files inside the installed package. */
export const NODE_WASM_PATHS =
  join(
    dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm/package.json')),
    'wasm-out',
  ) + sep;
