import { expect, test } from './desk';

test('a software WebGPU adapter gives the known answer when chosen, and is stepped over by default', async ({
  page,
  desk,
}) => {
  await desk.open();
  await page.getByRole('button', { name: 'Look at the desk first' }).click();
  const adapter = await page.evaluate(async () => (await navigator.gpu.requestAdapter()) !== null);
  expect(adapter, 'this Chromium has a WebGPU adapter').toBe(true);

  const badge = page.getByRole('button', { name: /^Backend:/ });
  await expect(badge).toHaveAccessibleName(/wasm/);
  await badge.click();
  await expect(page.locator('dt', { hasText: 'not webgpu' })).toBeVisible();
  await page.getByLabel('Compute with').selectOption('webgpu');
  await expect(badge).toHaveAccessibleName(/webgpu/, { timeout: 60_000 });
});
