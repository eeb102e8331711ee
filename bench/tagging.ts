/**
 * `npm run bench:tagging [-- --rounds N]`: times the tagging of a 60-word report in a browser, in the app's own
 * worker with all its threads, against looking at one film there. Node has no threads for wasm, hence the browser.
 */
import { parseArgs } from 'node:util';
import { chromium } from 'playwright';
import { build, preview } from 'vite';
import type { TaggingFigures } from './page/tagging';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '15' } } });
const outDir = 'test-results/bench';
await build({
  logLevel: 'error',
  build: { outDir, emptyOutDir: true, rolldownOptions: { input: 'bench/page/index.html' } },
});
const server = await preview({ logLevel: 'error', build: { outDir }, preview: { port: 4181 } });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
try {
  const page = await browser.newPage();
  await page.goto('http://localhost:4181/bench/page/index.html');
  await page.waitForFunction('"bench" in globalThis', undefined, { timeout: 120_000 });
  const figures = (await page.evaluate(`bench(${Number(values.rounds)})`)) as TaggingFigures;
  const { ratio, quartiles, first, second, words, threads } = figures;
  console.log(
    `tagging ${words} words / looking at one film  ${ratio.toFixed(2)}  ` +
      `(${quartiles.map((value) => value.toFixed(2)).join(' to ')})  ` +
      `${second.toFixed(0)} ms, ${first.toFixed(0)} ms; wasm, ${threads} threads`,
  );
} finally {
  await browser.close();
  await server.close();
}
