import { chromium } from '@playwright/test';
import { DeskPage, expect, expectReport, test } from './desk';
import { requestsIn } from './net-log';
import { pairSample, realStudy, sampleFile } from './sources';

/** Requests over a network; blob: and data: URLs are memory. */
function overNetwork(url: string): boolean {
  return /^(https?|wss?):/.test(url);
}

/**
 * What the browser asks for by itself, whatever page is open: whether its user is signed in, and, some time after
 * each navigation, whether the service worker's script has changed (Service Workers, "Soft Update").
 */
function isBrowsersOwn(url: string, baseURL: string): boolean {
  return (
    url.startsWith('https://accounts.google.com/ListAccounts?') || url === new URL('sw.js', baseURL).href
  );
}

test('no request is made while a study is read: page, workers, service worker, browser', async ({
  baseURL,
  launchOptions,
}, info) => {
  const log = info.outputPath('net-log.json');
  const browser = await chromium.launch({
    ...launchOptions,
    args: [...(launchOptions.args ?? []), `--log-net-log=${log}`],
  });
  const context = await browser.newContext({ baseURL: baseURL! });
  const page = await context.newPage();
  const seen: { url: string; at: number }[] = [];
  context.on('request', (request) => seen.push({ url: request.url(), at: Date.now() }));
  const session = await context.newCDPSession(page);
  await session.send('Network.enable');
  session.on('Network.requestWillBeSent', ({ request }) => seen.push({ url: request.url, at: Date.now() }));
  session.on('Network.webSocketCreated', ({ url }) => seen.push({ url, at: Date.now() }));

  const desk = new DeskPage(page);
  await desk.prepare();
  await expect(page.getByRole('button', { name: /^Backend: (wasm|cpu|webgl|webgpu)/ })).toBeVisible();
  // The service worker is ready once it has put the app itself aside, samples and all: on a slow machine, long after.
  await page.evaluate(async () => void (await navigator.serviceWorker.ready));
  await page.waitForLoadState('networkidle');
  await page.waitForTimeout(1000);

  const start = Date.now();
  const { frontal, lateral } = pairSample();
  const real = realStudy();
  await desk.choose('frontal', real?.frontal ?? sampleFile(frontal));
  await desk.shown('frontal');
  await desk.choose('lateral', real?.lateral ?? sampleFile(lateral));
  await desk.shown('lateral');
  expectReport(await desk.read());
  await desk.report.locator('[data-word]').nth(1).hover();
  await desk.report.getByRole('button', { name: 'Copy' }).click();
  await page.waitForTimeout(1500);
  const end = Date.now();
  await expect(page.getByTestId('request-count')).toContainText('0 requests since the film');
  await browser.close();

  expect(seen.length, 'the recorders work').toBeGreaterThan(3);
  const during = seen.filter(({ url, at }) => at >= start && at <= end && overNetwork(url));
  expect(during, 'requests that Playwright or the protocol saw').toEqual([]);

  const logged = requestsIn(log).filter(({ url }) => overNetwork(url));
  const own = logged.filter(({ url }) => url.startsWith(baseURL!));
  expect(own.length, 'the net log works').toBeGreaterThan(3);
  expect(
    own.some(({ url }) => url.includes('weights.bin')),
    'it sees workers',
  ).toBe(true);
  const loggedDuring = logged.filter(
    ({ url, at }) => at >= start && at <= end && !isBrowsersOwn(url, baseURL!),
  );
  expect(loggedDuring, 'requests that the browser logged').toEqual([]);
});

test('no text field of any screen is one that the browser asks its Autofill service about', async ({
  page,
  desk,
}) => {
  await desk.prepare();
  await desk.readSample();
  let fields = 0;
  const check = async (screen: string): Promise<void> => {
    const actions = await page.evaluate(() =>
      Array.from(
        document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>(
          'textarea, input:not([type=range], [type=radio], [type=checkbox], [type=file], [type=password])',
        ),
        (field) => field.form?.getAttribute('action') ?? `none: ${field.outerHTML}`,
      ),
    );
    expect(
      [...new Set(actions)].filter((action) => action !== '/search'),
      screen,
    ).toEqual([]);
    fields += actions.length;
  };
  await check('report');
  await desk.showDraft('Text');
  await check('draft as text');
  for (const screen of ['Batch', 'Text', 'Studies', 'Compare', 'Models', 'Privacy', 'Help']) {
    await page.getByRole('link', { name: screen, exact: true }).first().click();
    await expect(page.getByRole('heading', { name: screen, level: 1 })).toBeVisible();
    await check(screen);
  }
  expect(fields, 'there are text fields').toBeGreaterThan(5);
});

test('the reading worker cannot reach the network, and the app says so live', async ({ page, desk }) => {
  await desk.prepare();
  await page.getByRole('link', { name: 'Privacy', exact: true }).click();
  await page.getByRole('button', { name: 'Try it now' }).first().click();
  await expect(page.getByText('Refused every time.').first()).toBeVisible();

  // The same from outside the app's own code.
  await page.getByRole('link', { name: 'Desk', exact: true }).click();
  await desk.readSample();
  const worker = page.workers().find((each) => each.url().includes('inference'))!;
  const outcomes = await worker.evaluate(async (origin) => {
    const tries = [
      () => fetch(`${origin}/models/index.json`),
      () => fetch('https://example.org/', { mode: 'no-cors' }),
      () =>
        new Promise((resolve, reject) => {
          const socket = new WebSocket('wss://example.org/');
          socket.onopen = resolve;
          socket.onerror = () => reject(new Error('refused'));
        }),
    ];
    return Promise.all(
      tries.map((attempt) =>
        Promise.resolve()
          .then(attempt)
          .then(
            () => 'went through',
            () => 'refused',
          ),
      ),
    );
  }, new URL(page.url()).origin);
  expect(outcomes).toEqual(['refused', 'refused', 'refused']);
});

test('nothing of a film is kept: storage holds models and settings only', async ({ page, desk }) => {
  await desk.prepare();
  const before = await stored(page);
  await desk.readSample();
  const after = await stored(page);
  expect(after).toEqual(before);
});

/** Every key of every store of this site. */
async function stored(page: DeskPage['page']): Promise<string[]> {
  return page.evaluate(async () => {
    const found: string[] = Object.keys(localStorage).map((key) => `localStorage ${key}`);
    for (const { name } of await indexedDB.databases()) {
      if (name === undefined) continue;
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const request = indexedDB.open(name);
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error as DOMException);
      });
      for (const store of database.objectStoreNames) {
        const keys = await new Promise<IDBValidKey[]>((resolve) => {
          const request = database.transaction(store).objectStore(store).getAllKeys();
          request.onsuccess = () => resolve(request.result);
        });
        found.push(...keys.map((key) => `${name} ${store} ${String(key)}`));
      }
      database.close();
    }
    return found.sort();
  });
}
