import { readFileSync } from 'node:fs';
import AxeBuilder from '@axe-core/playwright';
import type { Download, Page } from '@playwright/test';
import { expect, test, type MadeFile, type DeskPage } from './desk';

/** Saves the draft in one format of the export menu and gives what it holds. */
async function saved(page: Page, desk: DeskPage, format: string): Promise<string> {
  await desk.report.getByRole('button', { name: 'Export' }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    desk.report.getByRole('button', { name: format }).click(),
  ]);
  return content(download);
}

async function content(download: Download): Promise<string> {
  return readFileSync(await download.path(), 'utf8');
}

/** A sample's film mirrored left to right, as a file. */
async function mirrored(page: Page, sample: string): Promise<MadeFile> {
  const url = await page.evaluate(async (name) => {
    const film = await createImageBitmap(await (await fetch(`./samples/${name}`)).blob());
    const canvas = Object.assign(document.createElement('canvas'), {
      width: film.width,
      height: film.height,
    });
    const context = canvas.getContext('2d');
    context?.scale(-1, 1);
    context?.drawImage(film, -film.width, 0);
    return canvas.toDataURL('image/png');
  }, sample);
  const buffer = Buffer.from(url.slice(url.indexOf(',') + 1), 'base64');
  return { name: 'mirrored.png', mimeType: 'image/png', buffer };
}

test('a side is that of the map and says so; the other one is two clicks away, and marked', async ({
  page,
  desk,
}) => {
  await desk.prepare();
  // The fluid of this sample lies on the patient's left; of its mirror image, on the right.
  await desk.choose('frontal', await mirrored(page, 'effusion-frontal.webp'));
  await desk.shown('frontal');
  await desk.read();
  const rows = desk.report.locator('li[data-state]');
  await expect(rows.filter({ hasText: /left[a-z ]*effusion/i })).toHaveCount(0);
  const row = rows.filter({ hasText: /effusion/i }).first();
  const text = await row.getByRole('paragraph').first().innerText();
  expect(text).toMatch(/right[a-z ]*effusion/);
  await expect(row).toContainText("the activation of effusion lies on the patient's right");
  await row.getByRole('button', { name: 'Others' }).click();
  const left = text.replaceAll('right', 'left').replaceAll('Right', 'Left');
  await row.getByRole('button', { name: left, exact: true }).click();
  const turned = rows.filter({ hasText: '(!) other side' });
  await expect(turned).toHaveAttribute('data-state', 'replaced');
  await expect(desk.report.locator('.report-text')).toContainText(left.slice(0, -1));
  await page.keyboard.press('Control+z');
  await expect(turned).toHaveCount(0);
});

test('a draft is judged, edited, signed and exported; an edit voids the signature', async ({
  page,
  desk,
}) => {
  await desk.prepare();
  const written = await desk.readSample();
  const { report } = desk;
  const sentences = report.locator('li[data-state]');
  await expect(sentences.first()).toHaveAttribute('data-state', 'unread');

  await sentences.first().getByRole('button', { name: 'Accept' }).click();
  await expect(sentences.first()).toHaveAttribute('data-state', 'accepted');
  await sentences.nth(1).getByRole('button', { name: 'Others' }).click();
  const others = sentences.nth(1).getByRole('list', { name: /^Other sentences/ });
  const other = (await others.getByRole('button').first().innerText()).trim();
  expect(other).toMatch(/^[A-Z].*\.$/);
  await others.getByRole('button').first().click();
  await expect(sentences.nth(1)).toHaveAttribute('data-state', 'replaced');
  await expect(report.locator('.report-text')).toContainText(other.slice(0, -1));
  await page.keyboard.press('Control+z');
  await expect(sentences.nth(1)).toHaveAttribute('data-state', 'unread');

  await desk.showDraft('Text');
  await report.getByLabel('Findings', { exact: true }).fill('Large left pleural effusion. No mass.');
  await report.getByLabel('Impression').fill('');
  await report.getByLabel('Impression').pressSequentially('Effusion. .stable ');
  await expect(report.getByLabel('Impression')).toHaveValue(
    'Effusion. No change since the prior examination.',
  );
  await expect(report.locator('mark', { hasText: 'pleural effusion' }), 'tags follow').toHaveAttribute(
    'data-entity',
    'DISEASE',
  );
  expect(await saved(page, desk, 'Plain text')).toContain('Research use only, not reviewed.');

  await report.getByLabel('Reviewed by').fill('A. Reader');
  await report.getByRole('button', { name: 'Sign' }).click();
  await expect(
    report.getByText(/^Reviewed by A\. Reader on \d{4}-\d\d-\d\d; research use only/),
  ).toBeVisible();
  for (const format of [
    'Plain text',
    'Markdown',
    'CSV (.csv)',
    'JSON (.json)',
    'FHIR R4 bundle',
    'DICOM SR',
  ]) {
    await test.step(format, async () => {
      const text = await saved(page, desk, format);
      expect(text).toContain('Large left pleural effusion');
      expect(text).toContain('Reviewed by A. Reader on');
      expect(text).not.toContain('frontal.webp');
    });
  }
  expect(await saved(page, desk, 'Plain language (.plain.txt)'), 'impression in plain words too').toMatch(
    /^Reviewed by A\. Reader on .*FINDINGS\n.*fluid.*IMPRESSION\n/s,
  );
  const json = JSON.parse(await saved(page, desk, 'JSON (.json)')) as { original: string; edits: object };
  expect(json.edits).toMatchObject({ edited: true, impression: true });
  expect(written.replaceAll(/\s+/g, ' ')).toContain(json.original.split('. ')[0]!);

  await report.getByLabel('Findings', { exact: true }).press('End');
  await page.keyboard.type(' Old fracture.');
  await expect(report.getByRole('button', { name: 'Withdraw' })).toHaveCount(0);
  expect(await saved(page, desk, 'Plain text')).toContain('Research use only, not reviewed.');
  await desk.showDraft('Changes');
  await expect(report.locator('ins', { hasText: 'fracture' })).toBeVisible();
});

test('the draft is copied as rich text and printed alone, with its films', async ({
  page,
  desk,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await desk.prepare();
  await desk.readSample();
  await desk.report.getByRole('button', { name: 'Copy' }).click();
  await expect(desk.report.getByText('Copied.')).toBeVisible();
  const copied = await page.evaluate(async () => {
    const [item] = await navigator.clipboard.read();
    return Promise.all(['text/html', 'text/plain'].map(async (type) => (await item!.getType(type)).text()));
  });
  expect(copied[0]).toContain('<h3>Findings</h3>');
  expect(copied[1]).toContain('Research use only, not reviewed.');

  await page.evaluate(() => {
    window.print = () => {
      const page = document.querySelector('.print-page');
      Object.assign(window, {
        printed: { text: page?.textContent, films: page?.querySelectorAll('img').length },
      });
    };
  });
  await desk.report.getByRole('button', { name: 'Print' }).click();
  const printed = await page.waitForFunction(
    () => (window as unknown as { printed?: { text: string; films: number } }).printed,
  );
  const { text, films } = (await printed.jsonValue())!;
  expect(text).toContain('Research use only, not reviewed.');
  expect(films).toBe(2);
  await expect(page.locator('.print-page'), 'it is gone afterwards').toHaveCount(0);
});

test('studies are kept only when asked, under a passphrase, and are found again', async ({ page, desk }) => {
  await desk.prepare();
  await desk.readSample();
  await page.getByRole('link', { name: 'Studies', exact: true }).click();
  await expect(page.getByText('Nothing is kept.')).toBeVisible();
  await page.getByRole('button', { name: 'Keep studies on this machine' }).click();
  await page.getByRole('link', { name: 'Desk', exact: true }).click();
  await desk.showDraft('Text');
  await desk.report.getByLabel('Impression').fill('Remember this impression.');
  await expect(desk.report.getByText(/, kept at /)).toBeVisible();

  await page.getByRole('link', { name: 'Studies', exact: true }).click();
  await page.getByText('Put them under a passphrase').click();
  await page.getByLabel('Passphrase', { exact: true }).fill('correct horse battery');
  await page.getByLabel('Once more').fill('correct horse battery');
  await page.getByRole('button', { name: 'Set' }).click();
  await expect(page.getByText('under a passphrase.')).toBeVisible();

  await page.reload();
  await page.getByLabel('Passphrase of the kept studies').fill('wrong horse battery');
  await page.getByRole('button', { name: 'Open' }).click();
  await expect(page.getByRole('alert')).toContainText('This is not the passphrase.');
  await page.getByLabel('Passphrase of the kept studies').fill('correct horse battery');
  await page.getByRole('button', { name: 'Open' }).click();
  await page.getByLabel('Search').fill('remember impression');
  await page
    .getByRole('cell', { name: /^Study / })
    .getByRole('button')
    .click();
  await desk.showDraft('Text');
  await expect(page.getByLabel('Impression')).toHaveValue('Remember this impression.');
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.target.join(' ')}`)).toEqual([]);

  await page.getByRole('button', { name: 'Keep nothing' }).click();
  await page.getByRole('button', { name: 'Remove all' }).click();
  await expect(page.getByText('Nothing is kept.')).toBeVisible();
  await page.reload();
  await expect(page.getByText('Nothing is kept.')).toBeVisible();
});
