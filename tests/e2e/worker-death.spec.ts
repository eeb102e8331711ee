import type { Page, Worker } from '@playwright/test';
import { expect, expectReport, test } from './desk';

function inferenceWorker(page: Page): Worker {
  const workers = page.workers();
  const worker = workers.find((each) => each.url().includes('inference'));
  if (!worker) throw new Error(`no inference worker among ${workers.map((each) => each.url()).join()}`);
  return worker;
}

test('the worker dies while it reads: said, films kept, the next reading works', async ({ page, desk }) => {
  await desk.prepare();
  await desk.layFilms();
  const first = await desk.read();
  // At the very message that asks for the reading: an end a moment later may come after a fast one.
  await inferenceWorker(page).evaluate(() => {
    self.addEventListener('message', ({ data }: MessageEvent<{ path?: string[] }>) => {
      if (data.path?.includes('readStudy')) self.close();
    });
  });
  await page.keyboard.press('r');
  await expect(page.getByText(/stopped and was started again/).first()).toBeVisible();
  await desk.shown('frontal');
  expect(await desk.read()).toBe(first);
  await desk.nextStudyWorks();
});

test('the worker dies while nothing is read: the next study works', async ({ page, desk }) => {
  await desk.prepare();
  await desk.layFilms();
  const worker = inferenceWorker(page);
  // The browser has been seen not to tell of the end; the app's new worker tells as well.
  const gone = Promise.race([worker.waitForEvent('close'), page.waitForEvent('worker')]);
  await worker.evaluate(() => self.close());
  await gone;
  expectReport(await desk.read());
});
