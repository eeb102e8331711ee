import type { BackendName } from '../backend-names';

/** Whether a backend can run here, as far as one can tell before loading it. */
export type Probe =
  | {
      readonly kind: 'ready';
      readonly adapter?: string;
      /** Computes on the CPU in the guise of a GPU. */ readonly isSoftware?: boolean;
    }
  | { readonly kind: 'absent'; readonly reason: string };

/** Where the three wasm files lie: a folder (with its final slash) or a URL for each file name. */
export type WasmPaths = string | Readonly<Record<string, string>>;

export interface DriverOptions {
  readonly wasmPaths?: WasmPaths;
  /** Most threads of the wasm backend; its own choice when absent. */
  readonly wasmThreads?: number;
}

/** One tfjs backend: loaded only when it is started, so that the others are never fetched. */
export interface BackendDriver {
  readonly name: BackendName;
  probe(): Promise<Probe>;
  /** Imports the backend, which registers itself with tfjs. */
  load(options: DriverOptions): Promise<void>;
  /** Called once after the start; `onLost` is to be called when the running backend stops computing. */
  watch?(onLost: (reason: string) => void): void;
  /** Threads it computes with, after the start. */
  threads?(): Promise<number>;
}

/** Names of renderers that compute on the CPU: measured 40 to 200 times slower than the wasm backend. */
export function isSoftwareRenderer(adapter: string): boolean {
  return /swiftshader|llvmpipe|softpipe|lavapipe|software|basic render|warp/i.test(adapter);
}
