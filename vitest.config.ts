import { svelte } from '@sveltejs/vite-plugin-svelte';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';

/** Debian's Chromium; Playwright's own download is never used. */
const chromium = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';

/**
 * Three suites: `unit` in Node, `browser` in a real Chromium (IndexedDB, workers, OffscreenCanvas), and
 * `training`, which reads packs that `python -m training smoke` has just exported (see scripts/test.ts).
 * `npx vitest run --project unit FILE` runs one file.
 */
export default defineConfig({
  test: {
    projects: [
      {
        plugins: [svelte()],
        test: {
          name: 'unit',
          environment: 'node',
          include: ['tests/unit/**/*.test.ts'],
          // Generous, for busy machines: a hanging test ends all the same.
          testTimeout: 300_000,
        },
      },
      {
        test: {
          name: 'training',
          environment: 'node',
          include: ['tests/training/**/*.test.ts'],
          testTimeout: 60_000,
        },
      },
      {
        plugins: [svelte()],
        // Named here, since a dependency that Vite meets only while tests run makes it reload the page.
        optimizeDeps: {
          include: [
            'idb-keyval',
            'comlink',
            'valibot',
            'fflate',
            'dicom-parser',
            'diff',
            '@tensorflow/tfjs-core',
            '@tensorflow/tfjs-backend-cpu',
            '@tensorflow/tfjs-backend-wasm',
            '@tensorflow/tfjs-backend-webgl',
            '@tensorflow/tfjs-backend-webgpu',
          ],
        },
        test: {
          name: 'browser',
          include: ['tests/browser/**/*.test.ts'],
          testTimeout: 60_000,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: { executablePath: chromium, args: ['--no-sandbox'] },
            }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
});
