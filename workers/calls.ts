import type { WorkerApi } from './api';
import { settle, type Outcome } from './outcome';

/** Makes a callback of the page one whose last news the call's answer waits for. */
export type InTime = <A extends unknown[]>(tell: (...now: A) => unknown) => (...now: A) => void;

/** The calls under way in a worker, by number, so that each can be cancelled. */
export class Calls {
  #underway = new Map<number, AbortController>();

  /**
   * Runs a call that `cancel(call)` aborts; never rejects. It answers after the page has heard all that `work` told
   * it: callbacks and answers come by ways of their own, and news that comes after the end would undo the end.
   */
  async run<T>(call: number, work: (signal: AbortSignal, inTime: InTime) => Promise<T>): Promise<Outcome<T>> {
    const controller = new AbortController();
    this.#underway.set(call, controller);
    const last = new Map<unknown, Promise<unknown>>();
    const inTime: InTime =
      (tell) =>
      (...now) => {
        last.set(tell, Promise.resolve(tell(...now)));
      };
    try {
      const outcome = await settle(() => work(controller.signal, inTime));
      await Promise.allSettled(last.values());
      return outcome;
    } finally {
      this.#underway.delete(call);
    }
  }

  cancel(call: number): void {
    this.#underway.get(call)?.abort();
  }
}

/** What both workers answer alike. */
export function workerApi(calls: Calls): WorkerApi {
  return {
    hold: holdLock,
    ping: () => true,
    cancel: (call) => calls.cancel(call),
    onRequest: (tell) => {
      const refused = watchRefusals();
      const observer = new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) {
          // Blob and data URLs never leave the process.
          if (!/^https?:/.test(entry.name)) continue;
          const at = performance.timeOrigin + entry.startTime;
          // A try that the policy refused has a timing all the same; its refusal may be told after it.
          setTimeout(() => {
            if (!refused.has(entry.name)) tell(entry.name, at);
          }, REFUSAL_DELAY);
        }
      });
      observer.observe({ type: 'resource', buffered: true });
    },
  };
}

/** Milliseconds after which a refusal has been told. */
const REFUSAL_DELAY = 200;

/** URLs that the worker's policy refused. A policy does not change, so one refusal speaks for all tries. */
function watchRefusals(): ReadonlySet<string> {
  const refused = new Set<string>();
  self.addEventListener('securitypolicyviolation', (event) => refused.add(event.blockedURI));
  return refused;
}

/** Resolves once the lock is held; it is kept until the worker ends. */
function holdLock(name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    navigator.locks
      .request(name, () => {
        resolve();
        return new Promise<never>(() => undefined);
      })
      .catch(reject);
  });
}
