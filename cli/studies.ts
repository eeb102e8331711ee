import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, isAbsolute, join } from 'node:path';
import { parseCsv } from './csv';
import { messageOf, UsageError } from './exit';

/** One study as the user named it. */
export interface StudyPaths {
  readonly frontal: string;
  readonly lateral?: string;
  /** Where the paths are looked for when the working folder does not have them. */
  readonly folder?: string;
}

/** Studies of a CSV file with the columns `frontal,lateral`; an empty lateral means none. @throws UsageError */
export async function readPairs(path: string): Promise<StudyPaths[]> {
  const [header, ...rows] = parse(path, await read(path));
  const frontal = columnOf(header, 'frontal', path);
  const lateral = columnOf(header, 'lateral', path);
  return rows.map((row, i) => {
    const film = row[frontal]?.trim();
    if (!film) throw new UsageError(`${path}: row ${i + 1} names no frontal film`);
    const second = row[lateral]?.trim();
    return { frontal: film, ...(second ? { lateral: second } : {}), folder: dirname(path) };
  });
}

/** The path of a film: relative to the working folder or, failing that, to the CSV file that named it. */
export function locate(film: string, folder: string | undefined): string {
  if (folder === undefined || isAbsolute(film) || existsSync(film)) return film;
  const beside = join(folder, film);
  return existsSync(beside) ? beside : film;
}

async function read(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new UsageError(`cannot read ${path}: ${messageOf(cause)}`, { cause });
  }
}

function parse(path: string, text: string): string[][] {
  try {
    return parseCsv(text);
  } catch (cause) {
    throw new UsageError(`${path}: ${messageOf(cause)}`, { cause });
  }
}

function columnOf(header: readonly string[] | undefined, name: string, path: string): number {
  const place = (header ?? []).findIndex((title) => title.trim().toLowerCase() === name);
  if (place < 0) throw new UsageError(`${path} must have the columns frontal,lateral in its first row`);
  return place;
}
