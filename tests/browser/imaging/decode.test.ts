import { describe, expect, it } from 'vitest';
import { decodeFilm, FilmError } from '../../../src/imaging';

const files = import.meta.glob<string>('../../fixtures/films/*.{png,jpg,webp}', {
  query: '?url',
  import: 'default',
  eager: true,
});

/** A file of tests/fixtures/films as the browser hands it over. */
async function badFilm(name: string): Promise<File> {
  const url = files[`../../fixtures/films/${name}`];
  if (!url) throw new Error(`${name} is not among ${Object.keys(files).join()}`);
  return new File([await (await fetch(url)).blob()], name);
}

/** A picture drawn by formula, encoded by the browser. */
async function encoded(type: string, width = 96, height = 70): Promise<{ blob: Blob; grey: number[] }> {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d')!;
  const image = context.createImageData(width, height);
  const grey = Array.from({ length: width * height }, (_, i) => (i * 37 + Math.floor(i / width) * 11) % 256);
  grey.forEach((value, i) => image.data.set([value, value, value, 255], i * 4));
  context.putImageData(image, 0, 0);
  return { blob: await canvas.convertToBlob({ type, quality: 1 }), grey };
}

describe('decodeFilm in Chromium', () => {
  it('gives the very pixels of a PNG', async () => {
    const { blob, grey } = await encoded('image/png');
    const film = await decodeFilm(blob, 'drawn.png');
    expect([film.width, film.height]).toEqual([96, 70]);
    expect([...film.pixels]).toEqual(grey);
  });

  it.each(['image/jpeg', 'image/webp'])('reads %s', async (type) => {
    const { blob, grey } = await encoded(type);
    const film = await decodeFilm(blob, 'drawn');
    const mean = film.pixels.reduce((sum, value) => sum + value, 0) / film.pixels.length;
    expect(film.pixels.length).toBe(grey.length);
    expect(Math.abs(mean - grey.reduce((sum, value) => sum + value, 0) / grey.length)).toBeLessThan(6);
  });

  it.each([
    ['not-an-image.png', 'not-an-image'],
    ['empty.png', 'empty'],
    ['truncated.png', 'truncated'],
    ['truncated.jpg', 'truncated'],
    ['truncated.webp', 'truncated'],
    ['one-pixel.png', 'too-small'],
    ['20000-pixels-wide.png', 'too-large'],
    ['colour-photograph.jpg', 'colour'],
  ])('refuses %s as %s', async (name, code) => {
    const outcome = decodeFilm(await badFilm(name), name);
    await expect(outcome).rejects.toBeInstanceOf(FilmError);
    await expect(outcome).rejects.toMatchObject({ code, message: expect.stringContaining(name) as string });
  });
});
