import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DicomFile, PixelAttributes, Values } from '../../src/imaging/dicom';

/** What pydicom made of a file, with one of its plugins. */
export interface Attempt {
  readonly sha256?: string;
  readonly error?: string;
}

/** One entry of the index that reference.py writes. */
export interface Reference {
  readonly transferSyntax?: string | null;
  readonly hasPixels?: boolean;
  readonly unreadable?: string;
  readonly photometric?: string | null;
  readonly default?: Attempt;
  readonly plugins?: Readonly<Record<string, Attempt>>;
}

export type Comparison =
  | {
      readonly uid: string;
      /** Largest difference from each reading of pydicom's, by plugin; `pydicom` for native data. */
      readonly differences: Readonly<Record<string, number>>;
    }
  | { readonly uid: string; readonly refused: string; readonly message: string };

/** Compares values with every reading of pydicom's; differences are in stored values. */
export async function compare(
  { file, values }: { file: DicomFile; values: Values; attributes: PixelAttributes },
  reference: Reference,
  folder: string,
): Promise<Comparison> {
  const attempts = { ...(reference.plugins ?? {}) };
  if (Object.keys(attempts).length === 0 && reference.default) attempts.pydicom = reference.default;
  const ours = Int32Array.from(values);
  const digest = createHash('sha256').update(new Uint8Array(ours.buffer)).digest('hex');
  const differences: Record<string, number> = {};
  for (const [plugin, { sha256 }] of Object.entries(attempts)) {
    if (sha256 === undefined) continue;
    differences[plugin] =
      sha256 === digest ? 0 : largest(ours, await readValues(join(folder, `${sha256}.i32`)));
  }
  return { uid: file.syntax.uid, differences };
}

async function readValues(path: string): Promise<Int32Array> {
  const bytes = new Uint8Array(await readFile(path));
  return new Int32Array(bytes.buffer);
}

function largest(a: Int32Array, b: Int32Array): number {
  if (a.length !== b.length) return Infinity;
  let most = 0;
  for (let i = 0; i < a.length; i++) most = Math.max(most, Math.abs((a[i] ?? 0) - (b[i] ?? 0)));
  return most;
}
