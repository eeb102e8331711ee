import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = new URL('../../', import.meta.url);

function pathOf(relative: string): string {
  return fileURLToPath(new URL(relative, root));
}

/** A row of public/samples/index.json. */
export interface SampleRow {
  readonly id: string;
  readonly title: string;
  readonly frontal: string;
  readonly lateral?: string;
}

/** The bundled sample studies. */
export const SAMPLES = JSON.parse(readFileSync(pathOf('public/samples/index.json'), 'utf8')) as SampleRow[];

/** Path of a file of a sample study. */
export function sampleFile(name: string): string {
  return pathOf(`public/samples/${name}`);
}

/** The first sample with a lateral film. */
export function pairSample(): SampleRow & { readonly lateral: string } {
  const found = SAMPLES.find((sample) => sample.lateral !== undefined);
  if (found?.lateral === undefined) throw new Error('no sample has a lateral film');
  return { ...found, lateral: found.lateral };
}

/** Bytes of a file that the site serves from `public/`, by its path there. */
export function siteFile(path: string): Buffer {
  return readFileSync(pathOf(`public${path}`));
}

/** Path of a film that must be refused (tests/fixtures/films/make.ts). */
export function badFilm(name: string): string {
  return pathOf(`tests/fixtures/films/${name}`);
}

/** Path of a DICOM film (tests/fixtures/dicom/make-chest.ts). */
export function dicomFilm(name: string): string {
  return pathOf(`tests/fixtures/dicom/${name}`);
}

/** Real films of one study, where the training data lie beside the repository. */
export function realStudy(): { readonly frontal: string; readonly lateral: string } | undefined {
  const folder = pathOf('../shared/data/iu/');
  if (!existsSync(`${folder}images.csv`)) return undefined;
  const rows = readFileSync(`${folder}images.csv`, 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','));
  for (const [file, uid, view] of rows) {
    const other = rows.find((row) => row[1] === uid && row[2] === 'lateral');
    if (view === 'frontal' && other) {
      return { frontal: `${folder}images/${file}`, lateral: `${folder}images/${other[0]}` };
    }
  }
  return undefined;
}
