import { expect, test, type DeskPage } from './desk';
import { badFilm, pairSample, sampleFile } from './sources';

const REFUSED = [
  ['not-an-image.png', 'The file is not a picture.'],
  ['empty.png', 'The file has no content.'],
  ['truncated.png', 'The file ends before the picture does.'],
  ['truncated.jpg', 'The file ends before the picture does.'],
  ['truncated.webp', 'The file ends before the picture does.'],
  ['one-pixel.png', 'The picture is too small to be read.'],
  ['20000-pixels-wide.png', 'The picture is larger than this desk reads.'],
  ['colour-photograph.jpg', 'This is a colour photograph, not a film.'],
] as const;

async function expectRefusal(desk: DeskPage, what: string): Promise<void> {
  const alert = desk.film('frontal').getByRole('alert');
  await expect(alert).toContainText(what);
  // What happened is followed by what to do.
  expect((await alert.innerText()).length).toBeGreaterThan(what.length + 20);
}

test('each bad film says what is wrong, and the next study works', async ({ desk }) => {
  await desk.prepare();
  for (const [name, what] of REFUSED) {
    await test.step(name, async () => {
      await desk.choose('frontal', badFilm(name));
      await expectRefusal(desk, what);
    });
  }
  await desk.film('frontal').getByRole('button', { name: 'Dismiss' }).click();
  await desk.nextStudyWorks();
});

test('a bad film in the lateral slot leaves the frontal film and the report', async ({ desk }) => {
  await desk.prepare();
  const { frontal } = pairSample();
  await desk.choose('frontal', sampleFile(frontal));
  await desk.shown('frontal');
  const before = await desk.read();
  await desk.choose('lateral', badFilm('truncated.jpg'));
  await expect(desk.film('lateral').getByRole('alert')).toContainText('ends before the picture does');
  await desk.shown('frontal');
  expect(await desk.finished(), 'the report stays').toBe(before);
  await desk.film('lateral').getByRole('button', { name: 'Dismiss' }).click();
  await desk.nextStudyWorks();
});

test('a drop without a file', async ({ page, desk }) => {
  await desk.prepare();
  await page.getByTestId('desk').evaluate((element) => {
    const transfer = new DataTransfer();
    transfer.setData('text/plain', 'a word dragged from another window');
    element.dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: transfer }));
  });
  await expect(page.getByText('There was no file in what was dropped.')).toBeVisible();
  await page.getByRole('button', { name: 'Dismiss' }).click();
  await desk.nextStudyWorks();
});

test('two frontals: said before anything is written, and one click takes the second out', async ({
  page,
  desk,
}) => {
  await desk.prepare();
  const { frontal } = pairSample();
  await desk.choose('frontal', sampleFile(frontal), sampleFile(frontal));
  await desk.shown('lateral');
  await expect(page.getByText(/Both films look like frontals/).first()).toBeVisible();
  await page.getByRole('button', { name: 'Take the second film out' }).first().click();
  await expect(page.getByText(/Both films look like frontals/)).toHaveCount(0);
  await desk.read();
  await desk.nextStudyWorks();
});

test('films in each other’s slot are swapped by one click', async ({ page, desk }) => {
  await desk.prepare();
  const { frontal, lateral } = pairSample();
  await desk.choose('frontal', sampleFile(lateral));
  await desk.choose('lateral', sampleFile(frontal));
  await desk.shown('lateral');
  await page.getByRole('button', { name: 'Swap the films' }).first().click();
  await expect(page.getByRole('button', { name: 'Swap the films' })).toHaveCount(0);
  await desk.read();
});
