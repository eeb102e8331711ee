import { readFile } from 'node:fs/promises';
import AxeBuilder from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { parseCsv } from '../../cli/csv';
import { expect, test } from './desk';

/** The Text screen as a person sees it. */
class TextPage {
  readonly field: Locator;
  readonly tagged: Locator;
  readonly marks: Locator;
  readonly rows: Locator;
  readonly file: Locator;

  constructor(readonly page: Page) {
    this.field = page.getByRole('textbox', { name: 'One report' });
    this.tagged = page.getByRole('region', { name: 'Tagged text' });
    this.marks = this.tagged.locator('mark');
    this.rows = this.tagged.locator('tbody tr');
    this.file = page.getByRole('region', { name: 'Many reports' });
  }

  /** A fresh machine, with the tagger and nothing else. */
  async prepare(): Promise<void> {
    await this.page.goto('./#/text');
    await this.page.getByRole('button', { name: /I understand: research use only/ }).click();
    await this.page.getByRole('button', { name: /^Fetch the tagger, \d/ }).click();
    await expect(this.page.getByRole('button', { name: /^Fetch the tagger/ })).toBeHidden({
      timeout: 90_000,
    });
  }

  async tag(text: string): Promise<void> {
    await this.field.fill(text);
    await this.done();
  }

  async done(): Promise<void> {
    await expect(this.tagged).toHaveAttribute('data-text', 'tagged', { timeout: 90_000 });
  }

  mark(words: string): Locator {
    return this.marks.filter({ hasText: words }).getByRole('button').first();
  }

  async choose(name: string, buffer: Buffer): Promise<void> {
    await this.file.locator('input[type=file]').setInputFiles({ name, mimeType: 'text/plain', buffer });
  }

  async save(button: Locator): Promise<{ name: string; content: string }> {
    const download = this.page.waitForEvent('download');
    await button.click();
    const file = await download;
    return { name: file.suggestedFilename(), content: await readFile(await file.path(), 'utf8') };
  }
}

const REPORT =
  'There is patchy opacity in the right lower lobe. No pneumothorax. The heart is enlarged. No effusion or opacity 😀.';

test('a report is tagged with the tagger alone; text, legend and table belong together', async ({ page }) => {
  test.setTimeout(300_000);
  const text = new TextPage(page);
  await page.goto('./#/text');
  await page.getByRole('button', { name: /I understand/ }).click();
  await text.field.fill(REPORT);
  await expect(text.tagged).toHaveAttribute('data-text', 'waiting-for-tagger');
  await page.getByRole('button', { name: /^Fetch the tagger, \d/ }).click();
  await text.done();

  await expect(text.marks.filter({ hasText: 'pneumothorax' })).toHaveAttribute('data-assertion', 'absent');
  await test.step('a mark leads to its row, with its site', async () => {
    await text.mark('opacity').focus();
    await expect(text.tagged.getByTestId('entity-facts')).toContainText('site: right lower lobe');
    await expect(text.marks.filter({ hasText: 'right lower lobe' })).toHaveClass(/linked/);
    await page.keyboard.press('Enter');
    const row = text.rows.and(page.locator('[data-chosen]'));
    await expect(row).toContainText('right lower lobe');
    await expect(row.getByRole('button')).toBeFocused();
  });
  await test.step('a row leads to its mentions', async () => {
    await text.rows.filter({ hasText: 'pneumothorax' }).getByRole('button').click();
    await expect(text.marks.and(page.locator('.chosen'))).toHaveText(['pneumothorax']);
  });
  await test.step('the table is sorted by its heads', async () => {
    const head = text.tagged.getByRole('columnheader', { name: 'Text' });
    await head.getByRole('button').click();
    await expect(head).toHaveAttribute('aria-sort', 'ascending');
    const words = await text.rows.locator('.words').allInnerTexts();
    expect(words).toEqual([...words].sort((a, b) => a.localeCompare(b, 'en')));
  });
  await test.step('the legend filters text and table', async () => {
    const all = await text.marks.count();
    const absent = text.tagged.getByRole('button', { name: /said to be absent/ });
    await absent.click();
    await expect(absent).toHaveAttribute('aria-pressed', 'false');
    expect(await text.marks.count()).toBeLessThan(all);
    await expect(text.rows.filter({ hasText: 'pneumothorax' })).toHaveCount(0);
    await text.tagged.getByRole('button', { name: 'Show all' }).click();
    await expect(text.marks).toHaveCount(all);
  });
  await test.step('displaCy takes code points', async () => {
    await text.tagged.getByRole('button', { name: 'Export' }).click();
    const { content } = await text.save(text.tagged.getByRole('button', { name: /displaCy/ }));
    const made = JSON.parse(content) as {
      text: string;
      ents: { start: number; end: number; label: string }[];
    };
    expect(made.text).toBe(REPORT);
    const found = made.ents.map(({ start, end }) => Array.from(made.text).slice(start, end).join(''));
    expect(found).toContain('pneumothorax');
  });
  await test.step('other label sets tag anew', async () => {
    await page.getByRole('radio', { name: 'BioNLP13CG' }).check();
    await expect(text.marks.filter({ hasText: 'heart' })).toHaveAttribute('data-entity', 'ORGAN');
    await text.done();
    await page.getByRole('radio', { name: 'Report', exact: true }).check();
    await expect(text.marks.filter({ hasText: 'heart' })).toHaveAttribute('data-entity', 'ANATOMY');
  });
  await test.step('axe in both themes', async () => {
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(
        violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join()}`),
      ).toEqual([]);
    }
  });
});

test('a file of reports is tagged to CSV and JSON, with cancel; bad files and texts are told', async ({
  page,
}) => {
  test.setTimeout(300_000);
  const text = new TextPage(page);
  await text.prepare();

  await test.step('bad files', async () => {
    for (const [name, content, message] of [
      ['empty.txt', Buffer.alloc(0), 'There are no words in this file.'],
      ['film.txt', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3]), 'This is no plain text file.'],
    ] as const) {
      await text.choose(name, content);
      await expect(text.file.getByRole('alert')).toContainText(message);
      await expect(text.file.getByRole('alert')).toContainText(name);
    }
  });

  await test.step('a file of three', async () => {
    await text.choose(
      'reports.txt',
      Buffer.from('Small left effusion.\nNo pneumothorax.\r\nThe heart is normal, größer.\n'),
    );
    await expect(text.file).toContainText('3 reports');
    await text.file.getByRole('radio', { name: /blank lines/ }).check();
    await expect(text.file).toContainText('1 reports');
    await text.file.getByRole('radio', { name: /a line/ }).check();
    await text.file.getByRole('button', { name: 'Tag 3 reports' }).click();
    await expect(text.file).toHaveAttribute('data-batch', 'done', { timeout: 60_000 });
    const csv = await text.save(text.file.getByRole('button', { name: 'CSV' }));
    expect(csv.name).toMatch(/\.csv$/);
    const rows = parseCsv(csv.content);
    expect(rows.map((row) => [row[0], row[4], row[5]])).toContainEqual(['2', 'pneumothorax', 'absent']);
    const json = await text.save(text.file.getByRole('button', { name: 'JSON' }));
    const made = JSON.parse(json.content) as { notice: string; reports: { text: string }[] };
    expect(made.notice).toContain('Research use only');
    expect(made.reports.map((report) => report.text)[2]).toBe('The heart is normal, größer.');
    await text.file.getByRole('button', { name: 'Show it' }).click();
    await expect(text.field).toHaveValue('Small left effusion.');
  });

  await test.step('cancel keeps what is tagged', async () => {
    await text.choose('many.txt', Buffer.from('Small left pleural effusion.\n'.repeat(3000)));
    await text.file.getByRole('button', { name: 'Tag 3,000 reports' }).click();
    await expect(text.file.getByText(/^[1-9]\d* of 3,000/)).toBeVisible();
    await text.file.getByRole('button', { name: 'Cancel' }).click();
    await expect(text.file).toContainText(/[1-9]\d* reports tagged, then cancelled/);
  });

  await test.step('a text of 100 kB leaves the page alive and can be cancelled', async () => {
    await text.field.fill('Patchy opacity in the left base 👩‍⚕️ \ud83d. '.repeat(2500));
    await expect(text.tagged).toHaveAttribute('data-text', 'tagging');
    const longest = await page.evaluate(async () => {
      let before = performance.now();
      let gap = 0;
      for (let i = 0; i < 60; i++) {
        await new Promise(requestAnimationFrame);
        gap = Math.max(gap, performance.now() - before);
        before = performance.now();
      }
      return gap;
    });
    expect(longest, 'longest frame, ms').toBeLessThan(1500);
    await text.tagged.getByRole('button', { name: 'Cancel' }).click();
    await expect(text.tagged).toContainText('Cancelled.');
  });

  await test.step('any Unicode', async () => {
    await text.tag('\ud83d heart \udc00\u0000 effusion ﷽ e\u0301 ' + '\u202e pneumonia 心臓');
    await expect(text.marks.filter({ hasText: 'effusion' })).toHaveCount(1);
    await text.field.fill('');
    await expect(text.tagged).toHaveAttribute('data-text', 'empty');
  });
});
