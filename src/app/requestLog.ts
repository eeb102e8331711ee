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
