import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeFilmFile } from '../../../cli/decode-node';

const WIDTH = 90;
const HEIGHT = 70;
/** A ramp from left to right, and a bright corner at the top left. */
const ramp = Uint8Array.from({ length: WIDTH * HEIGHT }, (_, i) =>
  i % WIDTH < 10 && i < 10 * WIDTH ? 255 : 2 * (i % WIDTH),
);
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'films-'));
});
afterAll(() => rm(folder, { recursive: true }));

function grey(): Sharp {
  return sharp(ramp, { raw: { width: WIDTH, height: HEIGHT, channels: 1 } });
}

async function decoded(picture: Sharp) {
  const path = join(folder, 'film');
  await writeFile(path, await picture.toBuffer());
  return decodeFilmFile(path);
}

describe('decodeFilmFile', () => {
  it.each([
    ['a grey PNG', () => grey().toColourspace('b-w').png()],
    ['a colour PNG of greys', () => grey().toColourspace('srgb').png()],
    ['a palette PNG', () => grey().png({ palette: true, colours: 256, dither: 0 })],
    ['a lossless WebP', () => grey().webp({ lossless: true })],
  ])('gives the stored values of %s', async (_, picture) => {
    const film = await decoded(picture());
    expect(film).toMatchObject({ width: WIDTH, height: HEIGHT });
    expect(film.pixels).toEqual(ramp);
  });

  it('scales 16 bit to 8', async () => {
    const deep = Uint16Array.from(ramp, (value) => value * 257);
    const raw = { width: WIDTH, height: HEIGHT, channels: 1 } as const;
    const film = await decoded(sharp(deep, { raw }).toColourspace('grey16').png());
    expect(film.pixels).toEqual(ramp);
  });

  it('lays transparency over black', async () => {
    const alpha = Uint8Array.from(ramp, (_, i) => (i < WIDTH ? 0 : 255));
    const clear = await decoded(
      grey()
        .joinChannel(Buffer.from(alpha), { raw: { width: WIDTH, height: HEIGHT, channels: 1 } })
        .png(),
    );
    expect([...clear.pixels.subarray(0, WIDTH)]).toEqual(Array(WIDTH).fill(0));
    expect(clear.pixels.subarray(WIDTH)).toEqual(ramp.subarray(WIDTH));
  });

  it('turns a film upright by its EXIF orientation', async () => {
    const turned = await decoded(grey().withMetadata({ orientation: 6 }).jpeg({ quality: 100 }));
    expect(turned).toMatchObject({ width: HEIGHT, height: WIDTH });
    const corner = turned.pixels[HEIGHT - 1]!;
    expect(corner).toBeGreaterThan(240);
    expect(turned.pixels[0]!).toBeLessThan(20);
  });

  it('names a file that is not there, a folder, and one whose picture data are damaged', async () => {
    await expect(decodeFilmFile(join(folder, 'none'))).rejects.toMatchObject({ code: 'not-found' });
    await expect(decodeFilmFile(folder)).rejects.toMatchObject({ code: 'unreadable' });
    const bytes = await grey().png().toBuffer();
    const data = bytes.indexOf('IDAT') + 4;
    bytes.fill(0x55, data, data + 40);
    await writeFile(join(folder, 'damaged.png'), bytes);
    await expect(decodeFilmFile(join(folder, 'damaged.png'))).rejects.toMatchObject({ code: 'damaged' });
  });
});
