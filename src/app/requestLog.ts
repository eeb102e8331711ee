import * as v from 'valibot';
import type { CountedRequest } from './states';

/**
 * Lists the HTTP requests of the thread it runs in, from the browser's own resource timings. Blob and data URLs
 * are no requests: they never leave the process. A request that a policy refused makes no entry.
 * @returns the function that ends it
 */
export function watchRequests(
  where: CountedRequest['where'],
  tell: (request: CountedRequest) => void,
): () => void {
  const observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      if (!/^https?:/.test(entry.name)) continue;
      tell({ where, url: entry.name, at: performance.timeOrigin + entry.startTime });
    }
  });
  observer.observe({ type: 'resource', buffered: true });
  return () => observer.disconnect();
}

const MessageSchema = v.object({ kind: v.literal('request'), url: v.string(), at: v.number() });

/** Hears of the requests that the service worker makes by itself (src/sw/sw.ts). */
export function hearServiceWorker(tell: (request: CountedRequest) => void): void {
  navigator.serviceWorker?.addEventListener('message', (event) => {
    const parsed = v.safeParse(MessageSchema, event.data);
    if (parsed.success) tell({ where: 'service worker', url: parsed.output.url, at: parsed.output.at });
  });
  // Messages that came before anyone listened are handed over now.
  navigator.serviceWorker?.startMessages();
}
