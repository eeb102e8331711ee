import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { strFromU8, unzipSync } from 'fflate';
import { expect, test } from './desk';
import { pairSample, sampleFile, SAMPLES } from './sources';

/** A folder with a pair, frontals alone, a file that ends early, and a text. */
async function madeFolder(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const pair = pairSample();
  copyFileSync(sampleFile(pair.frontal), join(folder, 'doe_jane_frontal.webp'));
  copyFileSync(sampleFile(pair.lateral), join(folder, 'doe_jane_lateral.webp'));
  for (const [i, { frontal }] of SAMPLES.entries()) {
    copyFileSync(sampleFile(frontal), join(folder, `x${i}_pa.webp`));
  }
  const whole = await readFile(sampleFile(pair.frontal));
  await writeFile(join(folder, 'y_pa.webp'), whole.subarray(0, 2000));
  await writeFile(join(folder, 'notes.txt'), 'nothing');
  return folder;
}

test('a folder is read, paused, resumed after a reload, and comes out as a zip', async ({
  page,
  desk,
}, info) => {
  const folder = await madeFolder(info.outputPath('films'));
  const total = SAMPLES.length + 2;
  await desk.prepare();
  await page.getByRole('link', { name: 'Studies', exact: true }).click();
  await page.getByRole('button', { name: 'Keep studies on this machine' }).click();
  await page.getByRole('link', { name: 'Batch', exact: true }).click();
  const choose = page.locator('input[webkitdirectory]');
  await choose.setInputFiles(folder);
  const progress = page.getByRole('region', { name: 'Progress' });
  await expect(progress).toContainText(`0 of ${total} studies`);

  await page.getByRole('button', { name: 'Read all' }).click();
  await expect(page.locator('tr[data-state=done]').first()).toBeVisible();
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(progress).toHaveAttribute('data-phase', 'paused');
  const done = await page.locator('tr[data-state=done]').count();
  expect(done).toBeGreaterThan(0);
  expect(done).toBeLessThan(total);

  await page.reload();
  await expect(progress).toContainText('wait for their films');
  await expect(page.locator('tr[data-state=done]')).toHaveCount(done);
  await expect(page.getByText('doe_jane'), 'no file name is kept').toHaveCount(0);
  await choose.setInputFiles(folder);
  await expect(progress).not.toContainText('wait for their films');
  await page.getByRole('button', { name: 'Go on' }).click();
  // The page answers while films are read.
  await page.getByText('Files in no study: 1').click();
  await expect(page.getByText('notes.txt')).toBeVisible();
  await expect(progress).toHaveAttribute('data-phase', 'finished', { timeout: 90_000 });
  await expect(page.locator('tr[data-state=failed]')).toContainText('The file ends before the picture does.');
  await expect(page.locator('tr[data-state=done]')).toHaveCount(total - 1);
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.target.join(' ')}`)).toEqual([]);

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save all (.zip)' }).click(),
  ]);
  const zip = unzipSync(readFileSync(await download.path()));
  const table = strFromU8(zip['results.csv']!);
  expect(table.trim().split('\r\n')).toHaveLength(total + 1);
  expect(table).toContain('truncated');
  expect(table).not.toContain('doe_jane');
  expect(strFromU8(zip['Study-1/report.txt']!)).toContain('Research use only, not reviewed.');
  await page.getByRole('link', { name: 'Studies', exact: true }).click();
  await expect(page.getByText(`${total - 1} studies`)).toBeVisible();
});
