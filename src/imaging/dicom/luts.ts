import type { DataSet } from 'dicom-parser';

/** A lookup table of the file: value `first + i` becomes `entries[i]`, of `bits` bits; held at both ends. */
export interface LookupTable {
  readonly label: string;
  readonly first: number;
  readonly bits: number;
  readonly entries: Uint16Array;
}

const DESCRIPTOR = 'x00283002';
const EXPLANATION = 'x00283003';
const DATA = 'x00283006';

/** Tables of a LUT sequence (PS3.3, C.11.1 and C.11.2); items that make no sense are left out. */
export function readLookupTables(dataset: DataSet, sequence: string, signed: boolean): LookupTable[] {
  const items = dataset.elements[sequence]?.items ?? [];
  return items.flatMap(({ dataSet }) => {
    if (!dataSet) return [];
    const table = readTable(dataSet, DESCRIPTOR, DATA, signed);
    return table ? [{ ...table, label: dataSet.string(EXPLANATION) ?? '' }] : [];
  });
}

/** One table by its descriptor (entries, first value, bits) and its data of 8 or 16 bits an entry. */
export function readTable(
  dataset: DataSet,
  descriptor: string,
  data: string,
  signed: boolean,
): Omit<LookupTable, 'label'> | undefined {
  const told = dataset.uint16(descriptor, 0);
  const first = signed ? dataset.int16(descriptor, 1) : dataset.uint16(descriptor, 1);
  const bits = dataset.uint16(descriptor, 2);
  const element = dataset.elements[data];
  if (told === undefined || first === undefined || bits === undefined || !element) return undefined;
  const count = told === 0 ? 65_536 : told;
  const isPacked = element.length < 2 * count;
  if (element.length < count || bits < 1 || bits > 16) return undefined;
  const entries = isPacked
    ? Uint16Array.from(dataset.byteArray.subarray(element.dataOffset, element.dataOffset + count))
    : Uint16Array.from({ length: count }, (_, i) => dataset.uint16(data, i) ?? 0);
  return { first, bits: isPacked ? 8 : bits, entries };
}

/** The entry of a value. */
export function lookUp({ first, entries }: Omit<LookupTable, 'label'>, value: number): number {
  return entries[Math.max(0, Math.min(entries.length - 1, value - first))] ?? 0;
}
