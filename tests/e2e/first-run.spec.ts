import { expect, expectReport, test } from './desk';
import { pairSample } from './sources';

test('a fresh machine: gate, models, a sample study, a report with marks and attention', async ({
  page,
  desk,
}) => {
  await page.goto('./');
  await expect(page.getByRole('heading', { name: 'Before you begin' })).toBeVisible();
  await expect(page.getByText(/research use only/i).first()).toBeVisible();
  await expect(page.getByRole('navigation')).toHaveCount(0);
  await page.getByRole('button', { name: /I understand/ }).click();

  const table = page.getByRole('table', { name: /models/i });
  await expect(table.getByRole('row')).toHaveCount(5); // head, encoder, decoder, tagger, total
  for (const id of ['effnet-lite0', 'lite-gru', 'tagger-mini']) {
    await expect(table.locator(`[data-pack="${id}"]`)).toContainText(/[\d.]+ [kM]B/);
  }
  const promised = Number(/[\d.]+/.exec((await desk.fetchButton.textContent()) ?? '')?.[0]);
  expect(promised).toBeGreaterThan(0);
  expect(promised).toBeLessThanOrEqual(30);
  await desk.fetchModels();

  const sample = pairSample();
  await desk.openSample(sample.title);
  await desk.shown('lateral');
  expectReport(await desk.finished());

  // The stages, with their times.
  const stages = desk.report.getByRole('list', { name: 'Stages' });
  for (const stage of ['preparing', 'looking', 'writing', 'tagging']) {
    await expect(stages.getByText(stage)).toBeVisible();
  }
  await expect(stages).toContainText(/\d+(\.\d+)? m?s/);

  // All findings with calibrated probabilities.
  const findings = page.locator('tr[data-finding]');
  await expect(findings).toHaveCount(17);
  await expect(findings.filter({ hasText: /(0?\.\d\d|1\.00|not judged)/ })).toHaveCount(17);

  // Terms marked, each with its type.
  const marks = desk.report.locator('mark[data-entity]');
  expect(await marks.count()).toBeGreaterThan(1);
  for (const type of await marks.evaluateAll((all) => all.map((mark) => mark.dataset['entity']))) {
    expect(['DISEASE', 'ANATOMY', 'CHEMICAL', 'DEVICE']).toContain(type);
  }

  // A word under the pointer shows its attention on both films.
  await desk.report.locator('[data-word]').nth(2).hover();
  await expect(page.getByTestId('word-facts')).toContainText(/attention: frontal 0?\.\d\d, lateral 0?\.\d\d/);
  await expect(desk.film('frontal').locator('.heat canvas')).toBeVisible();
  await expect(desk.film('lateral').locator('.heat canvas')).toBeVisible();
});

test('a report can be walked through by keyboard', async ({ page, desk }) => {
  await desk.prepare();
  await desk.layFilms();
  await page.keyboard.press('r');
  await desk.finished();
  const words = desk.report.locator('[data-word]');
  await words.first().focus();
  await page.keyboard.press('ArrowRight');
  await expect(words.nth(1)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(words.nth(1)).toHaveAttribute('aria-pressed', 'true');
  await expect(page.getByTestId('word-facts')).toContainText('attention: frontal');
  await page.keyboard.press('Escape');
  await expect(words.nth(1)).toHaveAttribute('aria-pressed', 'false');
});

test('a film may lie on the desk before the models are there; reading then starts by itself', async ({
  page,
  desk,
}) => {
  await desk.open();
  await page.getByRole('button', { name: 'Look at the desk first' }).click();
  await desk.openSample();
  await expect(desk.report).toHaveAttribute('data-study', 'waiting-for-weights');
  await desk.report.getByRole('button', { name: /^Fetch the models/ }).click();
  expectReport(await desk.finished());
});
