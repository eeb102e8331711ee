import { expect, test } from './desk';

test('without a GPU the badge says wasm, and why not the others', async ({ page, desk }) => {
  await desk.prepare();
  const badge = page.getByRole('button', { name: /^Backend: wasm/ });
  await expect(badge).toBeVisible();
  await badge.click();
  await expect(page.getByText('not webgpu')).toBeVisible();
  await expect(page.getByText('not webgl')).toBeVisible();
});

test('the page is cross-origin isolated and its workers carry their own policies', async ({ page }) => {
  const response = await page.goto('./');
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  expect(response?.headers()['content-security-policy']).toContain("default-src 'none'");
});
