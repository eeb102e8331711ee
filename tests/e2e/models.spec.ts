import { expect, expectReport, test } from './desk';

test('another model is fetched with its encoder, compared with the default, chosen, and reads', async ({
  page,
  desk,
}) => {
  await desk.prepare();
  const byDefault = await desk.readSample();

  await page.getByRole('link', { name: 'Models', exact: true }).first().click();
  const other = page.locator('article[data-pack="inception-gru"]');
  const encoder = page.locator('article[data-pack="inception-v3"]');
  await expect(other.locator('[data-state]')).toHaveAttribute('data-state', 'absent');
  await expect(other.getByRole('button', { name: /^Fetch .* with inception-v3$/ })).toBeVisible();
  await other.getByRole('button', { name: /^Fetch/ }).click();
  await expect(other.locator('[data-state]')).toHaveAttribute('data-state', 'installed', { timeout: 90_000 });
  await expect(encoder.locator('[data-state]')).toHaveAttribute('data-state', 'installed');

  await page.getByRole('link', { name: 'Compare', exact: true }).first().click();
  await page.getByRole('main').getByRole('button', { name: 'Compare', exact: true }).click();
  const findings = page.getByRole('region', { name: 'Findings side by side' });
  await expect(findings).toBeVisible({ timeout: 90_000 });
  const reports = page.getByRole('region', { name: 'Reports side by side' });
  await expect(reports).toContainText('lite-gru');
  await expect(reports).toContainText('inception-gru');
  await expect(findings.getByRole('status')).toContainText(/differ on \d+ of \d+|agree on every finding/);

  await page.getByRole('link', { name: 'Desk', exact: true }).first().click();
  await page.getByRole('button', { name: 'Model: lite-gru' }).click();
  await page.getByRole('radio', { name: /inception-gru/ }).check();
  await expect(page.getByTestId('model')).toHaveText('inception-gru');
  await page.keyboard.press('Escape');
  const written = await desk.read();
  expectReport(written);
  expect(written, 'another network wrote it').not.toBe(byDefault);
  await desk.nextStudyWorks();
});
