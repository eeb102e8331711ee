import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { zipSync } from 'fflate';
import { expect, expectReport, test, type DeskPage } from './desk';
import { dicomFilm } from './sources';

/** What the tags of the fixture say of a patient who does not exist (tests/fixtures/dicom/make-chest.ts). */
const IDENTIFIERS = ['Nobody Nora', 'NN-0042', 'Nowhere General', '2026-01-02'] as const;

/** The mean grey of a film as it is shown, 0 to 255. */
async function meanGrey(desk: DeskPage): Promise<number> {
  const film = desk.film('frontal').getByRole('img', { name: /frontal film/ });
  const png = (await film.screenshot()).toString('base64');
  return desk.page.evaluate(async (data) => {
    const bytes = Uint8Array.from(atob(data), (char) => char.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')!;
    context.drawImage(bitmap, 0, 0);
    const { data: pixels } = context.getImageData(0, 0, bitmap.width, bitmap.height);
    let sum = 0;
    for (let i = 0; i < pixels.length; i += 4) sum += pixels[i]!;
    return sum / (pixels.length / 4);
  }, png);
}

test('a DICOM film: shown, its facts, its windows, its identifiers only when asked for, read', async ({
  page,
  desk,
}) => {
  await desk.prepare();
  await desk.choose('frontal', dicomFilm('chest-frontal.dcm'));
  await desk.shown('frontal');
  const facts = page.getByRole('region', { name: 'The frontal film’s file' });
  await expect(facts).toContainText(/Study [0-9A-F]{4}/);
  await expect(facts).toContainText('text burned into its picture');

  const body = page.locator('body');
  for (const identifier of IDENTIFIERS) await expect(body).not.toContainText(identifier);
  await facts.getByRole('button', { name: 'Show identifiers' }).click();
  for (const identifier of IDENTIFIERS) await expect(facts).toContainText(identifier);
  await facts.getByRole('button', { name: 'Hide identifiers' }).click();
  for (const identifier of IDENTIFIERS) await expect(body).not.toContainText(identifier);

  const before = await meanGrey(desk);
  const choice = facts.getByRole('combobox', { name: 'Window' });
  await expect(choice.getByRole('option', { selected: true })).toHaveText('NORMAL');
  await choice.selectOption('HARDER');
  await desk.shown('frontal');
  await expect(choice.getByRole('option', { selected: true })).toHaveText('HARDER');
  await expect
    .poll(async () => Math.abs((await meanGrey(desk)) - before), { message: 'the other window shows' })
    .toBeGreaterThan(2);

  expectReport(await desk.read());
  await expect(page.getByTestId('request-count')).toContainText('0 requests since the film');
});

test('a zip with a study and junk: both films lie where they belong, and what was left out is told', async ({
  page,
  desk,
}, info) => {
  const archive = info.outputPath('study.zip');
  const bytes = (name: string): Uint8Array => new Uint8Array(readFileSync(dicomFilm(name)));
  await writeFile(
    archive,
    zipSync({
      'study/IM2': bytes('chest-lateral.dcm'),
      'study/IM1': bytes('chest-frontal.dcm'),
      'study/notes.txt': new TextEncoder().encode('nothing of interest'),
      'study/IM3': bytes('chest-frontal.dcm').subarray(0, 200),
    }),
  );
  await desk.prepare();
  await desk.choose('frontal', archive);
  await desk.shown('frontal');
  await desk.shown('lateral');
  await expect(page.getByText('Some files were left out.')).toBeVisible();
  await page.getByText('2 files left out').click();
  for (const path of ['study/notes.txt', 'study/IM3']) {
    await expect(page.getByRole('listitem').filter({ hasText: path })).toBeVisible();
  }
  await page.getByRole('button', { name: 'Dismiss' }).click();
  expectReport(await desk.read());
});

test('a damaged DICOM file is refused with what to do, and the next study works', async ({
  page,
  desk,
}, info) => {
  const whole = readFileSync(dicomFilm('chest-frontal.dcm'));
  const cut = info.outputPath('cut.dcm');
  await writeFile(cut, whole.subarray(0, Math.floor(whole.length / 2)));
  await desk.prepare();
  await desk.choose('frontal', cut);
  const told = page.getByRole('alert').filter({ hasText: /ends before the picture does|damaged/ });
  await expect(told.first()).toBeVisible();
  expect((await told.first().innerText()).split(/[.!]\s/).length, 'and what to do').toBeGreaterThan(1);
  await page.getByRole('button', { name: 'Dismiss' }).first().click();
  await desk.choose('frontal', dicomFilm('chest-frontal.dcm'));
  await desk.shown('frontal');
  expectReport(await desk.read());
});
