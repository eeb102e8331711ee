import type { BrowserContext, Page } from '@playwright/test';
import { expect, test, type DeskPage } from './desk';
import { siteFile } from './sources';

const DECODER_WEIGHTS = '**/models/lite-gru/**/weights.bin';
/** A small file that comes last: what is told of its checking and of its failure follow each other closely. */
const DECODER_WORDS = '**/models/lite-gru/**/vocab.json';

/** Changes one byte of the largest file in the cache of packs, as a failing disk would. */
async function damageStoredFile(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const wait = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error as DOMException);
      });
    const database = await wait(indexedDB.open('scribe-cxr-packs'));
    const store = database.transaction('entries', 'readwrite').objectStore('entries');
    let largest: { key: IDBValidKey; bytes: ArrayBuffer } | undefined;
    for (const key of await wait(store.getAllKeys())) {
      const value: unknown = await wait(store.get(key));
      if (value instanceof ArrayBuffer && value.byteLength > (largest?.bytes.byteLength ?? 0)) {
        largest = { key, bytes: value };
      }
    }
    if (!largest) throw new Error('no file in the cache');
    const bytes = new Uint8Array(largest.bytes);
    bytes[Math.floor(bytes.length / 2)]! ^= 1;
    await wait(store.put(bytes.buffer, largest.key));
    database.close();
  });
}

/** Answers every request for the decoder's weights with something else, until it is lifted. */
async function answer(
  context: BrowserContext,
  response: { status: number; contentType: string; body: string },
): Promise<void> {
  await context.route(DECODER_WEIGHTS, (route) => route.fulfill(response));
}

/** What the app says of a file whose bytes changed. */
const DIFFERS = /differs from what its manifest promises/;

/** Fetches what is missing by the button of the notice, and has a study read. */
async function fetchAgain(page: Page, desk: DeskPage): Promise<void> {
  await expect(page.getByText(DIFFERS).first()).toBeVisible();
  await page
    .getByRole('main')
    .getByRole('button', { name: /^Fetch/ })
    .first()
    .click();
  await expect(page.getByText(DIFFERS)).toHaveCount(0, { timeout: 60_000 });
  await desk.nextStudyWorks();
}

test.describe('a byte changed in the cache is found, the pack is fetched again, the next study works', () => {
  test.beforeEach(async ({ page, desk }) => {
    await desk.prepare();
    // Until a study is read the packs may still be on their way from the cache to the engine.
    await desk.readSample();
    await desk.clear();
    await damageStoredFile(page);
  });

  test('found when the app starts', async ({ page, desk }) => {
    await page.reload();
    await fetchAgain(page, desk);
  });

  test('found when a film lies on the desk', async ({ page, desk }) => {
    // The engine starts anew and holds no packs: they are taken from the cache for the next study.
    const badge = page.getByRole('button', { name: /^Backend:/ });
    await badge.click();
    await page.getByLabel('Compute with').selectOption('wasm');
    await badge.click();
    await desk.openSample();
    await fetchAgain(page, desk);
  });
});

test.describe('a server that sends the wrong thing', () => {
  test.use({ serviceWorkers: 'block' });

  test('one byte changed on the way', async ({ page, context, desk }) => {
    await context.route(DECODER_WORDS, (route) => {
      const body = siteFile(new URL(route.request().url()).pathname);
      body[body.length >> 1]! ^= 1;
      return route.fulfill({ contentType: 'application/json', body });
    });
    await desk.open();
    await desk.fetchButton.click();
    await expect(page.locator('[data-pack="lite-gru"] [data-state="failed"]')).toContainText(
      /SHA-256|differ/i,
      { timeout: 90_000 },
    );
    await expect(page.locator('[data-pack="effnet-lite0"] [data-state="installed"]')).toBeVisible();
    await context.unroute(DECODER_WORDS);
    await desk.fetchModels();
    await desk.nextStudyWorks();
  });

  for (const [name, response, says] of [
    ['404', { status: 404, contentType: 'text/plain', body: 'not found' }, /404/],
    ['HTML', { status: 200, contentType: 'text/html', body: '<!doctype html><p>Hello' }, /web page/],
  ] as const) {
    test(`${name} in place of weights`, async ({ page, context, desk }) => {
      await answer(context, response);
      await desk.open();
      await desk.fetchButton.click();
      const failed = page.locator('[data-pack="lite-gru"] [data-state="failed"]');
      await expect(failed).toContainText(says);
      await context.unroute(DECODER_WEIGHTS);
      await desk.fetchModels();
      await desk.nextStudyWorks();
    });
  }

  test('HTML in place of the list of models', async ({ page, context, desk }) => {
    await context.route('**/models/index.json', (route) =>
      route.fulfill({ status: 200, contentType: 'text/html', body: '<!doctype html><p>Hello' }),
    );
    await desk.open();
    await expect(page.getByText('The list of models could not be read.')).toBeVisible();
    await context.unroute('**/models/index.json');
    await page.getByRole('button', { name: 'Try again' }).click();
    await desk.fetchModels();
  });
});

test('a full quota is told; with room again the fetch goes on', async ({ page, context, desk, baseURL }) => {
  const session = await context.newCDPSession(page);
  const { origin } = new URL(baseURL!);
  // Before the site stores anything: Chromium goes on believing for a while in the room that it saw last.
  await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1_000_000 });
  await desk.open();
  await desk.fetchButton.click();
  await expect(page.locator('[data-state="failed"]').first()).toContainText(/room/);
  await session.send('Storage.overrideQuotaForOrigin', { origin });
  await desk.fetchModels();
  await desk.nextStudyWorks();
});
