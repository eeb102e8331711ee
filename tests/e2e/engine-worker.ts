import type { Page, Worker } from '@playwright/test';

/** The worker that reads the films. */
export function inferenceWorker(page: Page): Worker {
  const workers = page.workers();
  const worker = workers.find((each) => each.url().includes('inference'));
  if (!worker) throw new Error(`no inference worker among ${workers.map((each) => each.url()).join()}`);
  return worker;
}

/** Ends that worker as a crash does, and waits until it is gone. */
export async function endInferenceWorker(page: Page): Promise<void> {
  const worker = inferenceWorker(page);
  const gone = worker.waitForEvent('close');
  await worker.evaluate(() => self.close());
  await gone;
}
