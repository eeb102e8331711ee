import { expect, test } from './desk';

for (const [width, height] of [
  [1440, 900],
  [1024, 768],
  [390, 844],
] as const) {
  test(`every screen fits ${width} px`, async ({ page, desk }, info) => {
    test.slow();
    await page.setViewportSize({ width, height });
    const look = async (name: string): Promise<void> => {
      await page.screenshot({ path: info.outputPath(`${name}-${width}.png`) });
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(overflow, `${name}: no sideways scrolling`).toBeLessThanOrEqual(0);
    };
    await page.goto('./');
    await look('gate');
    await page.getByRole('button', { name: /I understand/ }).click();
    await expect(desk.fetchButton).toBeVisible();
    await look('first-run');
    await desk.fetchModels();
    await look('empty-desk');
    await desk.readSample();
    await look('report');

    const film = await desk.film('frontal').boundingBox();
    const report = await desk.report.boundingBox();
    if (!film || !report) throw new Error('film or report is not on the screen');
    if (width < 600) expect(film.y + film.height, 'film above report').toBeLessThanOrEqual(report.y);
    else expect(film.x + film.width, 'film left of report').toBeLessThanOrEqual(report.x);
    expect(film.width).toBeGreaterThan(width < 600 ? 150 : 250);

    for (const view of ['Text', 'Changes'] as const) {
      await desk.showDraft(view);
      await look(`draft-${view}`);
    }
    for (const screen of ['Text', 'Batch', 'Studies', 'Compare', 'Models', 'Privacy', 'Help']) {
      await page.getByRole('link', { name: screen, exact: true }).first().click();
      await expect(page.getByRole('heading', { name: screen, level: 1 })).toBeVisible();
      await look(screen);
    }
  });
}
