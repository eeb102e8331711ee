import * as tf from '@tensorflow/tfjs-core';
import { BACKEND_NAMES, type BackendName } from './backend-names';
import { cpu } from './backends/cpu';
import type { BackendDriver, DriverOptions } from './backends/driver';
import { givesKnownAnswer } from './backends/known-answer';
import { wasm } from './backends/wasm';
import { webgl } from './backends/webgl';
import { webgpu } from './backends/webgpu';
import { EngineError } from './errors';

export { BACKEND_NAMES, type BackendName } from './backend-names';
export type { WasmPaths } from './backends/driver';

const DRIVERS: Readonly<Record<BackendName, BackendDriver>> = { webgpu, webgl, wasm, cpu };

/** How long one backend may take to start, its code and its first result included. */
const START_TIMEOUT = 20_000;

/** Why a backend does not run. */
export interface BackendReason {
  readonly backend: BackendName;
  readonly reason: string;
}

export interface StartedBackend {
  readonly name: BackendName;
  /** Threads of the wasm backend; 1 elsewhere. */
  readonly threads: number;
  /** The graphics adapter, where there is one. */
  readonly adapter?: string;
  /** Every backend that was stepped over, in the order tried. */
  readonly reasons: readonly BackendReason[];
}

export interface StartOptions extends DriverOptions {
  /** Milliseconds; 20 s when absent. */
  readonly timeout?: number;
  /** Called when the running backend stops computing: the engine must be made anew. */
  readonly onLost?: (reason: string) => void;
  /** Backends to try instead of the four; for tests. */
  readonly drivers?: readonly BackendDriver[];
}

/**
 * Starts the best backend that computes correctly: webgpu, webgl, wasm, cpu. Each has a time limit and must
 * give a known answer. A graphics adapter that is only emulated on the processor is stepped over, being slower
 * than wasm. A preferred backend is tried first, emulated or not.
 * @throws EngineError `backend` when none starts
 */
export async function startBackend(
  preferred?: BackendName,
  options: StartOptions = {},
): Promise<StartedBackend> {
  const reasons: BackendReason[] = [];
  const drivers = options.drivers ?? BACKEND_NAMES.map((name) => DRIVERS[name]);
  const ordered = [...drivers].sort((a, b) => Number(b.name === preferred) - Number(a.name === preferred));
  for (const driver of ordered) {
    try {
      const started = await startDriver(driver, options, driver.name === preferred);
      return { ...started, reasons };
    } catch (error) {
      reasons.push({ backend: driver.name, reason: error instanceof Error ? error.message : String(error) });
    }
  }
  const told = reasons.map(({ backend, reason }) => `${backend}: ${reason}`).join('; ');
  throw new EngineError('backend', `No backend can compute here. ${told}`);
}

async function startDriver(
  driver: BackendDriver,
  options: StartOptions,
  isChosen: boolean,
): Promise<Omit<StartedBackend, 'reasons'>> {
  const { name } = driver;
  const limit = options.timeout ?? START_TIMEOUT;
  let isOver = false;
  const starting = (async () => {
    const probe = await driver.probe();
    if (probe.kind === 'absent') throw new Error(probe.reason);
    if (probe.isSoftware && !isChosen) {
      throw new Error(`${probe.adapter ?? name} is emulated on the processor and slower than wasm`);
    }
    await driver.load(options);
    if (isOver) throw new Error('it came too late');
    if (!(await tf.setBackend(name)) || tf.getBackend() !== name) throw new Error('it did not start');
    if (!(await givesKnownAnswer())) throw new Error('it computes wrong numbers');
    driver.watch?.(options.onLost ?? (() => undefined));
    const threads = (await driver.threads?.()) ?? 1;
    return { name, threads, ...(probe.adapter === undefined ? {} : { adapter: probe.adapter }) };
  })();
  try {
    return await withTimeout(starting, limit);
  } catch (error) {
    isOver = true;
    forget(name);
    throw error;
  }
}

async function withTimeout<T>(promise: Promise<T>, limit: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const expiry = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`it did not start within ${limit / 1000} s`)), limit);
  });
  try {
    return await Promise.race([promise, expiry]);
  } finally {
    clearTimeout(timer);
  }
}

/** Takes a backend out of tfjs, so that a start which ends late cannot put itself in the place of another. */
function forget(name: BackendName): void {
  if (tf.engine().backendNames().includes(name)) tf.removeBackend(name);
}
