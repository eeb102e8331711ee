import type { DeepFilm } from '../../domain/film';
import { FilmError } from '../errors';
import { GreyScan } from '../grey';
import type { StoredFrame } from './decode';
import { readLookupTables, lookUp, readTable, type LookupTable } from './luts';
import type { DicomFile } from './open';
import { chooseWindows, countValues, readPadding, readRescale, readWindows } from './windows';

const WHOLE_RANGE = { kind: 'linear', label: 'full range', low: 0, high: 255 } as const;
/** Pixels whose colours are held at once. */
const CHUNK = 1 << 16;

/**
 * The film of a decoded frame: grey values with their windows. Colour and palette pictures become 8-bit grey.
 * @throws FilmError `colour`, `unsupported`
 */
export function toFilm(file: DicomFile, { attributes, values }: StoredFrame): DeepFilm {
  const { width, height, photometric, signed, samples } = attributes;
  const shape = { width, height, aspect: pixelAspect(file) };
  if (samples > 1 || photometric === 'PALETTE COLOR') {
    const pixels = greyOfColours(file, { attributes, values });
    return { ...shape, values: pixels, windows: [WHOLE_RANGE], window: 0, inverted: false };
  }
  const modality = readLookupTables(file.dataset, 'x00283000', signed)[0];
  const stored = modality ? Uint16Array.from(values, (value) => lookUp(modality, value)) : values;
  if (stored instanceof Uint32Array || stored instanceof Int32Array) {
    throw new FilmError(
      'unsupported',
      `${file.name} has pixels of 32 bits; films of up to 16 bits are read.`,
    );
  }
  const rescale = modality ? { slope: 1, intercept: 0 } : readRescale(file.dataset);
  const padding = modality ? undefined : readPadding(file.dataset, signed);
  const given = readWindows(file.dataset, rescale, signed || rescale.intercept < 0);
  return {
    ...shape,
    values: stored,
    ...(rescale.slope === 1 && rescale.intercept === 0 ? {} : { rescale }),
    ...chooseWindows(given, countValues(stored, padding)),
    inverted: photometric === 'MONOCHROME1',
  };
}

/** Height of a pixel over its width, by the first of the tags that tell one; 1 when none does. */
function pixelAspect({ dataset }: DicomFile): number {
  for (const tag of ['x00280030', 'x00181164', 'x00280034']) {
    const vertical = dataset.floatString(tag, 0);
    const horizontal = dataset.floatString(tag, 1);
    const aspect = vertical !== undefined && horizontal !== undefined ? vertical / horizontal : NaN;
    if (aspect > 0 && Number.isFinite(aspect)) return aspect;
  }
  return 1;
}

function greyOfColours(file: DicomFile, { attributes, values }: StoredFrame): Uint8Array {
  const { width, height, samples, bitsStored } = attributes;
  const palette = samples === 1 ? readPalette(file) : undefined;
  const scan = new GreyScan(width, height);
  const scale = 255 / (2 ** bitsStored - 1);
  for (let start = 0; start < width * height; start += CHUNK) {
    const count = Math.min(CHUNK, width * height - start);
    const rgba = new Uint8ClampedArray(4 * count).fill(255);
    for (let i = 0; i < count; i++) {
      for (let channel = 0; channel < 3; channel++) {
        const table = palette?.[channel];
        rgba[4 * i + channel] = table
          ? (255 * lookUp(table, values[start + i] ?? 0)) / (2 ** table.bits - 1)
          : scale * (values[(start + i) * 3 + channel] ?? 0);
      }
    }
    scan.add(rgba);
  }
  return scan.finish(file.name).pixels;
}

/** Red, green and blue tables (PS3.3, C.7.6.3.1.5). @throws FilmError `unsupported` when they are not there */
function readPalette({ dataset, name }: DicomFile): Omit<LookupTable, 'label'>[] {
  return [1, 2, 3].map((channel) => {
    const table = readTable(dataset, `x0028110${channel}`, `x0028120${channel}`, false);
    if (!table) throw new FilmError('unsupported', `${name} has no colour palette that is read.`);
    // Files that say 16 bits and fill the low 8 of them are common.
    const isLow = table.bits === 16 && table.entries.every((entry) => entry < 256);
    return isLow ? { ...table, bits: 8 } : table;
  });
}
