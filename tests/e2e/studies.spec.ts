import { expect, expectReport, test } from './desk';
import { realStudy, SAMPLES } from './sources';

test('every bundled sample is read', async ({ page, desk }) => {
  await desk.prepare();
  for (const sample of SAMPLES) {
    await test.step(sample.id, async () => {
      await desk.clear();
      await desk.openSample(sample.title);
      if (sample.lateral) await desk.shown('lateral');
      expectReport(await desk.finished());
      await expect(page.getByText('Nothing leaves this machine: 0 requests since the film.')).toBeVisible();
    });
  }
});

test('a real study: frontal alone, then with its lateral', async ({ desk }) => {
  const study = realStudy();
  test.skip(study === undefined, '../shared/data is not there');
  if (!study) return;
  await desk.prepare();
  await desk.choose('frontal', study.frontal);
  await desk.shown('frontal');
  expectReport(await desk.read());
  await desk.choose('lateral', study.lateral);
  await desk.shown('lateral');
  await expect(desk.report, 'a report of other films is over').not.toHaveAttribute('data-study', 'done');
  expectReport(await desk.read());
});
