import { expect, expectReport, test } from './desk';
import { SAMPLES } from './sources';

test('reload with the network off: everything works, a second study too', async ({ page, context, desk }) => {
  await desk.prepare();
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
  const before = await desk.readSample();

  await context.setOffline(true);
  await page.reload();
  const reached = await page.evaluate(() =>
    fetch(`./nowhere-${Date.now()}.txt`, { cache: 'no-store' }).then(
      (response) => response.ok,
      () => false,
    ),
  );
  expect(reached, 'the network is off').toBe(false);

  expect(await desk.readSample(), 'the same study gives the same report').toBe(before);
  await desk.clear();
  expectReport(await desk.readSample(SAMPLES.at(-1)!.title));

  for (const screen of ['Models', 'Privacy', 'Help']) {
    await page.getByRole('link', { name: screen, exact: true }).click();
    await expect(page.getByRole('heading', { name: screen, level: 1 })).toBeVisible();
  }
});
