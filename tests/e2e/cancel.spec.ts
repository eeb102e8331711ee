import { expect, expectReport, test } from './desk';

test('a reading is cancelled at its start and while words appear; the films stay', async ({ page, desk }) => {
  await desk.prepare();
  await desk.layFilms();

  await page.keyboard.press('r');
  await page.keyboard.press('Escape');
  await expect(desk.report).toHaveAttribute('data-study', 'cancelled');
  await desk.shown('frontal');

  // Escape the moment the first words stand there.
  await page.evaluate(() => {
    const watch = new MutationObserver(() => {
      if ((document.querySelector('.writing')?.textContent ?? '').trim() === '') return;
      watch.disconnect();
      window.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
    });
    watch.observe(document.body, { subtree: true, childList: true, characterData: true });
  });
  await page.keyboard.press('r');
  await expect(desk.report).toHaveAttribute('data-study', 'cancelled');
  await expect(desk.report).toContainText('The words so far are not a report.');

  expectReport(await desk.read());
});

test('the Cancel button stops a reading', async ({ page, desk }) => {
  await desk.prepare();
  await desk.layFilms();
  await page.evaluate(() => {
    const watch = new MutationObserver(() => {
      const button = [...document.querySelectorAll('button')].find((b) => b.textContent?.trim() === 'Cancel');
      if (!button) return;
      watch.disconnect();
      button.click();
    });
    watch.observe(document.body, { subtree: true, childList: true });
  });
  await page.keyboard.press('r');
  await expect(desk.report).toHaveAttribute('data-study', 'cancelled');
  expectReport(await desk.read());
});

test.describe('downloads', () => {
  test.use({ serviceWorkers: 'block' });

  test('a download is cancelled, finished files are kept, the rest is fetched later', async ({
    page,
    context,
    desk,
  }) => {
    const asked: string[] = [];
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    await context.route('**/models/**/weights.bin', async (route) => {
      const pack = /models\/([^/]+)\//.exec(route.request().url())?.[1] ?? '';
      asked.push(pack);
      if (pack === 'lite-gru' && asked.filter((name) => name === pack).length === 1) await held;
      await route.continue().catch(() => undefined);
    });
    await desk.open();
    await desk.fetchButton.click();
    const encoder = page.locator('[data-pack="effnet-lite0"] [data-state]');
    await expect(encoder).toHaveAttribute('data-state', 'installed');
    await expect(page.locator('[data-pack="lite-gru"] [data-state]')).toHaveAttribute(
      'data-state',
      'downloading',
    );
    await page.getByRole('button', { name: 'Cancel' }).click();
    await expect(desk.fetchButton).toBeVisible();
    release();
    await expect(encoder).toHaveAttribute('data-state', 'installed');
    await desk.fetchModels();
    expect(asked.filter((name) => name === 'effnet-lite0')).toHaveLength(1);
    await desk.nextStudyWorks();
  });
});
