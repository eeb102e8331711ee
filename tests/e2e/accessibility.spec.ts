import AxeBuilder from '@axe-core/playwright';
import { expect, test } from './desk';

for (const theme of ['light', 'dark'] as const) {
  test(`every screen passes axe in the ${theme} theme`, async ({ page, desk }) => {
    test.setTimeout(600_000);
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    const check = async (screen: string): Promise<void> => {
      await test.step(screen, async () => {
        const { violations } = await new AxeBuilder({ page }).analyze();
        const lines = violations.flatMap(({ id, help, nodes }) =>
          nodes.map((node) => `${id}: ${help}: ${node.target.join(' ')}`),
        );
        expect(lines, screen).toEqual([]);
      });
    };
    await page.goto('./');
    await expect(page.getByRole('heading', { name: 'Before you begin' })).toBeVisible();
    await check('gate');
    await page.getByRole('button', { name: /I understand/ }).click();
    await expect(desk.fetchButton).toBeVisible();
    await check('first run');
    await desk.fetchModels();
    await check('empty desk');
    await desk.layFilms();
    await check('films on the desk');
    await desk.read();
    await check('report');
    await desk.report.locator('[data-word]').first().click();
    await check('a kept word with its heat map');
    for (const view of ['Text', 'Changes'] as const) {
      await desk.showDraft(view);
      await check(`draft: ${view}`);
    }
    await desk.report.getByRole('button', { name: 'Export' }).click();
    await check('draft: export menu');
    await page.keyboard.press('Escape');
    for (const screen of ['Batch', 'Text', 'Studies', 'Compare', 'Models', 'Privacy', 'Help']) {
      await page.getByRole('link', { name: screen, exact: true }).first().click();
      await expect(page.getByRole('heading', { name: screen, level: 1 })).toBeVisible();
      await check(screen);
    }
  });
}
