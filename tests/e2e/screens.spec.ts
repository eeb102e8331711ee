import { expect, test } from './desk';

for (const [width, height] of [
  [1440, 900],
  [1024, 768],
  [390, 844],
] as const) {
  test(`the desk fits ${width} px`, async ({ page, desk }, info) => {
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
    await look('models');
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
  });
}
