/** Most threads of the wasm backend: more gain little on networks of this size. */
const MOST_THREADS = 4;

/**
 * Lets the wasm backend use as many threads as there are cores, up to four. tfjs 4.22 takes half of
 * `navigator.hardwareConcurrency`, whatever `setThreadsCount` asks for (measured: asked for 2, 4 or 8 on two cores it
 * makes one), so this worker is told of twice the cores.
 */
export function useAllCores(): number {
  const threads = Math.max(1, Math.min(MOST_THREADS, navigator.hardwareConcurrency));
  Object.defineProperty(navigator, 'hardwareConcurrency', { value: 2 * threads });
  return threads;
}
