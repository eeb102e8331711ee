import { defineConfig } from '@playwright/test';

const port = Number(process.env.E2E_PORT ?? 4174);

/** Debian's Chromium; Playwright's own download is never used. */
const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';

/** A WebGPU adapter on the CPU, for machines without a GPU. Right, but slow: for the known answer alone. */
const SWIFTSHADER = [
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
  '--enable-features=Vulkan',
  '--use-vulkan=swiftshader',
];

/** The production build, served by `vite preview` with the headers of a real host. */
export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'test-results/e2e',
  workers: Number(process.env.E2E_WORKERS ?? 2),
  // Generous, for busy machines: no test asserts on a time.
  timeout: 300_000,
  expect: { timeout: 30_000 },
  forbidOnly: process.env.CI !== undefined,
  reporter: [['list'], ['json', { outputFile: process.env.E2E_REPORT ?? 'test-results/e2e.json' }]],
  use: {
    baseURL: `http://localhost:${port}/`,
    launchOptions: { executablePath, args: ['--no-sandbox'] },
    // A click that waits longer waits for something that does not come.
    actionTimeout: 60_000,
    colorScheme: 'dark',
    trace: 'off',
    video: 'off',
    screenshot: 'off',
  },
  webServer: {
    command: `npm run -s build && npx vite preview --port ${port} --strictPort`,
    url: `http://localhost:${port}/`,
    reuseExistingServer: process.env.CI === undefined,
    timeout: 240_000,
  },
  projects: [
    { name: 'desk', testIgnore: 'webgpu.spec.ts' },
    {
      name: 'webgpu',
      testMatch: 'webgpu.spec.ts',
      use: { launchOptions: { executablePath, args: ['--no-sandbox', ...SWIFTSHADER] } },
    },
  ],
});
