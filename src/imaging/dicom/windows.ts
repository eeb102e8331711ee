import type { DataSet } from 'dicom-parser';
import type { DeepFilm, FilmWindow, Rescale } from '../../domain/film';
import { readLookupTables } from './luts';

/** Share of the values that lie below, and above, the fitted window. */
const FITTED_TAIL = 0.005;
/** Share of the values that a window of the file must tell apart to be used unasked. */
const LEAST_SHOWN = 0.02;

/** Rescale Slope and Intercept; 1 and 0 where they are missing or senseless. */
export function readRescale(dataset: DataSet): Rescale {
  const slope = dataset.floatString('x00281053');
  const intercept = dataset.floatString('x00281052');
  const isUsable = slope !== undefined && Number.isFinite(slope) && slope !== 0;
  return {
    slope: isUsable ? slope : 1,
    intercept: intercept !== undefined && Number.isFinite(intercept) ? intercept : 0,
  };
}

/** The windows of a file: Window Center and Width, then its VOI LUTs (PS3.3, C.11.2). */
export function readWindows(dataset: DataSet, rescale: Rescale, signed: boolean): FilmWindow[] {
  const count = dataset.numStringValues('x00281050') ?? 0;
  const shape = (dataset.string('x00281056') ?? 'LINEAR').trim().toUpperCase();
  const given = Array.from({ length: count }, (_, i) => {
    const centre = dataset.floatString('x00281050', i);
    const width = dataset.floatString('x00281051', i);
    if (centre === undefined || width === undefined || !Number.isFinite(centre) || !(width > 0)) return [];
    const label = dataset.string('x00281055', i)?.trim() || `centre ${centre}, width ${width}`;
    return [{ label, ...ramp(shape, centre, width, rescale) }];
  });
  const tables = readLookupTables(dataset, 'x00283010', signed).map(
    ({ label, first, bits, entries }, i): FilmWindow => ({
      kind: 'table',
      label: label.trim() || `table ${i + 1}`,
      ...rescale,
      first,
      table: Float32Array.from(entries, (entry) => entry / (2 ** bits - 1)),
    }),
  );
  return [...given.flat(), ...tables];
}

function ramp(shape: string, centre: number, width: number, { slope, intercept }: Rescale) {
  const stored = (value: number): number => (value - intercept) / slope;
  if (shape === 'SIGMOID' || shape === 'LINEAR_EXACT') {
    const kind: 'linear' | 'sigmoid' = shape === 'SIGMOID' ? 'sigmoid' : 'linear';
    return { kind, low: stored(centre - width / 2), high: stored(centre + width / 2) };
  }
  // LINEAR counts whole values: its ramp is one value shorter and half a value lower. A width of 1 is a step.
  const half = Math.max(width - 1, 1e-3) / 2;
  return { kind: 'linear' as const, low: stored(centre - 0.5 - half), high: stored(centre - 0.5 + half) };
}

/** Values that stand for no part of the body (PS3.3, C.7.5.1.1.2): a number, or a range of them. */
export function readPadding(dataset: DataSet, signed: boolean): readonly [number, number] | undefined {
  const read = (tag: string): number | undefined => (signed ? dataset.int16(tag) : dataset.uint16(tag));
  const value = read('x00280120');
  if (value === undefined) return undefined;
  const limit = read('x00280121') ?? value;
  return [Math.min(value, limit), Math.max(value, limit)];
}

/** How often each value occurs; `counts[i]` is that of `i - 32768`. */
export function countValues(
  values: DeepFilm['values'],
  padding: readonly [number, number] | undefined,
): Uint32Array {
  const counts = new Uint32Array(1 << 17);
  for (const value of values) counts[value + 32_768] = (counts[value + 32_768] ?? 0) + 1;
  if (padding) counts.fill(0, padding[0] + 32_768, padding[1] + 32_769);
  return counts;
}

/** A window between two shares of the values; shares of 0 and 1 are the full range. */
export function fitted(counts: Uint32Array, tail: number, label: string): FilmWindow {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const at = (share: number): number => {
    let seen = 0;
    for (let i = 0; i < counts.length; i++) {
      seen += counts[i] ?? 0;
      if (seen > share * total) return i - 32_768;
    }
    return counts.findLastIndex((count) => count > 0) - 32_768;
  };
  const low = total === 0 ? 0 : at(tail);
  const high = total === 0 ? 1 : at(1 - tail);
  return { kind: 'linear', label, low, high: Math.max(high, low + 1) };
}

/** All windows of a film, and the one it is read by: the file's first that shows the picture, else the fitted one. */
export function chooseWindows(
  given: readonly FilmWindow[],
  counts: Uint32Array,
): { windows: readonly FilmWindow[]; window: number } {
  const windows = [...given, fitted(counts, FITTED_TAIL, 'fitted'), fitted(counts, 0, 'full range')];
  const useful = given.findIndex((window) => shows(window, counts));
  return { windows, window: useful < 0 ? given.length : useful };
}

function shows(window: FilmWindow, counts: Uint32Array): boolean {
  if (window.kind === 'table') return true;
  const from = Math.min(window.low, window.high);
  const to = Math.max(window.low, window.high);
  let inside = 0;
  let total = 0;
  for (let i = 0; i < counts.length; i++) {
    const count = counts[i] ?? 0;
    total += count;
    if (i - 32_768 > from && i - 32_768 < to) inside += count;
  }
  return inside >= LEAST_SHOWN * total;
}
