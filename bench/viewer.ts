/**
 * `npm run bench:viewer [-- --rounds N] [--gpu]`: frames a second while the window of a film of 3000 x 3000 values is
 * dragged, WebGL2 against the 2D canvas, side by side in one browser. Without `--gpu` Chromium draws WebGL2 in software
 * where it finds no graphics processor; the renderer is printed.
 */
import { parseArgs } from 'node:util';
import { chromium } from 'playwright';
import { build, preview } from 'vite';
import type { ViewerFigures } from './page/viewer';

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '9' }, gpu: { type: 'boolean', default: false } },
});
const outDir = 'test-results/bench-viewer';
await build({
  logLevel: 'error',
  build: { outDir, emptyOutDir: true, rolldownOptions: { input: 'bench/page/viewer.html' } },
});
const server = await preview({ logLevel: 'error', build: { outDir }, preview: { port: 4182 } });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
  args: ['--no-sandbox', ...(values.gpu ? ['--use-angle=vulkan', '--enable-gpu'] : [])],
});
try {
  const page = await browser.newPage();
  await page.goto('http://localhost:4182/bench/page/viewer.html');
  const figures = (await page.evaluate(`bench(${Number(values.rounds)})`)) as ViewerFigures;
  const { ratio, quartiles, first, second, frames, renderer } = figures;
  const rate = (milliseconds: number): string => ((1000 * frames) / milliseconds).toFixed(0);
  console.log(
    `2D canvas / WebGL2, one frame  ${ratio.toFixed(2)}  ` +
      `(${quartiles.map((value) => value.toFixed(2)).join(' to ')})  ` +
      `${rate(second)} and ${rate(first)} frames a second; ${renderer}`,
  );
} finally {
  await browser.close();
  await server.close();
}
