import { basename } from 'node:path';
import type { TransferSyntax } from '../../src/imaging/dicom';
import type { Comparison, Reference } from './compare';

/** Largest difference that counts as the same picture. */
const TOLERANCE = { lossless: 0, lossy: 2 } as const;

interface Checked {
  readonly path: string;
  readonly reference: Reference;
  readonly result: Comparison;
}

interface Row {
  files: number;
  worst: Record<string, number>;
  both: number;
  ours: number;
}

/**
 * Rows of a Markdown table, one a transfer syntax, and what failed: a file that pydicom reads and this product does
 * not, or reads otherwise. A plugin that differs from the other plugins is no failure while one of them agrees.
 */
export function table(
  checked: readonly Checked[],
  syntaxOf: (uid: string) => TransferSyntax | undefined,
): { lines: string[]; failures: string[] } {
  const rows = new Map<string, Row>();
  const failures: string[] = [];
  for (const { path, reference, result } of checked) {
    if (reference.hasPixels === false || reference.unreadable !== undefined) continue;
    const readings = [reference.default, ...Object.values(reference.plugins ?? {})];
    const isRead = readings.some((reading) => reading?.sha256 !== undefined);
    const row = rows.get(result.uid) ?? { files: 0, worst: {}, both: 0, ours: 0 };
    rows.set(result.uid, row);
    row.files += 1;
    if ('refused' in result) {
      if (isRead)
        failures.push(`${basename(path)}: refused (${result.refused}), pydicom reads it: ${result.message}`);
      else row.both += 1;
      continue;
    }
    const differences = Object.entries(result.differences);
    if (differences.length === 0) row.ours += 1;
    const tolerance = syntaxOf(result.uid)?.lossy ? TOLERANCE.lossy : TOLERANCE.lossless;
    if (differences.length > 0 && Math.min(...differences.map(([, most]) => most)) > tolerance) {
      failures.push(`${basename(path)}: ${differences.map(([name, most]) => `${name} ${most}`).join(', ')}`);
    }
    for (const [name, most] of differences) row.worst[name] = Math.max(row.worst[name] ?? 0, most);
  }
  return { lines: linesOf(rows, syntaxOf), failures };
}

function linesOf(
  rows: ReadonlyMap<string, Row>,
  syntaxOf: (uid: string) => TransferSyntax | undefined,
): string[] {
  const head = [
    '| transfer syntax | UID | files | largest difference from pydicom, by plugin | notes |',
    '| --- | --- | --- | --- | --- |',
  ];
  const body = [...rows]
    .sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }))
    .map(([uid, row]) => {
      const { files, worst, both, ours } = row;
      const differences = Object.entries(worst).map(([name, most]) => `${name} ${most}`);
      const notes = [
        ...(both > 0 ? [`${both} refused, by pydicom too`] : []),
        ...(ours > 0 ? [`${ours} read here, not by pydicom`] : []),
      ];
      const name = syntaxOf(uid)?.name ?? 'none named';
      return `| ${name} | ${uid} | ${files} | ${differences.join(', ') || 'no reading'} | ${notes.join('; ')} |`;
    });
  return [...head, ...body];
}
