import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { FINDINGS } from '../../../src/domain/finding';
import { inspectFile } from '../../../src/imaging';
import { toGrey } from '../../../src/imaging/grey';

const folder = fileURLToPath(new URL('../../../public/samples/', import.meta.url));

interface Sample {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly finding: string;
  readonly frontal: string;
  readonly lateral?: string;
  readonly thumbnail: string;
}

interface Figures {
  readonly picture: string;
  readonly films: number;
  readonly effective: number;
  readonly nearest: number;
  readonly nearest_pair: number;
}

const samples = JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8')) as Sample[];
const figures = JSON.parse(readFileSync(join(folder, 'figures.json'), 'utf8')) as Figures[];
const pictures = samples.flatMap(({ frontal, lateral }) => (lateral ? [frontal, lateral] : [frontal]));

describe('the sample shelf', () => {
  it('holds four studies, two or more with a lateral film, each named and of a known finding', () => {
    expect(samples).toHaveLength(4);
    expect(samples.filter(({ lateral }) => lateral).length).toBeGreaterThanOrEqual(2);
    for (const { title, description, finding } of samples) {
      expect(FINDINGS).toContain(finding);
      expect(title.length * description.length).toBeGreaterThan(0);
    }
  });

  it.each(pictures)('%s is a grey film of full size that the desk takes', async (name) => {
    const bytes = readFileSync(join(folder, name));
    const { width, height } = inspectFile(bytes, name);
    expect(Math.max(width, height)).toBe(512);
    expect(Math.min(width, height)).toBeGreaterThan(300);
    const { data } = await sharp(bytes).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
    const film = toGrey(new Uint8ClampedArray(data), width, height);
    const mean = film.pixels.reduce((sum, value) => sum + value, 0) / film.pixels.length;
    expect(mean).toBeGreaterThan(60);
    expect(mean).toBeLessThan(200);
  });

  it.each(figures.map((row) => [row.picture, row] as const))(
    '%s stands for 30 films or more and is nearer to none than two patients are to each other',
    (picture, { films, nearest, nearest_pair }) => {
      expect(pictures).toContain(picture);
      expect(films).toBeGreaterThanOrEqual(30);
      expect(nearest).toBeLessThan(nearest_pair);
    },
  );

  it('takes at most 1.2 MB and says what it is', () => {
    const bytes = readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
    expect(bytes).toBeLessThanOrEqual(1_200_000);
    expect(figures).toHaveLength(pictures.length);
    expect(readFileSync(join(folder, 'README.md'), 'utf8')).toContain('show no patient');
  });
});
