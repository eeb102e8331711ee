import { FINDINGS, type FindingName } from '../../domain/finding';
import table from './guided-words.json';

/** Words that name a finding where a sentence holds all of them. */
export const NAMES: Readonly<Partial<Record<FindingName, readonly string[]>>> = table.names;
/** A finding named after one of these is denied. */
const NEGATORS: ReadonlySet<string> = new Set(table.negators);
const HEART: ReadonlySet<string> = new Set(table.heart);
const NORMAL: ReadonlySet<string> = new Set(table.normal);
const LUNGS: ReadonlySet<string> = new Set(table.lungs);
/** What clear lungs do not have. */
const IN_LUNGS: ReadonlySet<string> = new Set(table.inLungs);

export type Findings = ReadonlySet<string>;

/**
 * Findings that a sentence states, denies by name, and denies by calling something normal.
 * training/decoders/stances.py reads sentences in exactly the same way.
 * @param words  lower case, without the full stop
 */
export function stancesOf(words: readonly string[]): {
  stated: Findings;
  denied: Findings;
  normal: Findings;
} {
  const held = new Set(words);
  const named = namedFindings(words);
  const stated = new Set<string>(named.flatMap(({ finding, denied }) => (denied ? [] : [finding])));
  const denied = new Set<string>(named.flatMap(({ finding, denied }) => (denied ? [finding] : [])));
  const isDenied = held.has('not');
  const normal = new Set<string>([
    ...(meet(held, HEART) && meet(held, NORMAL) && !isDenied ? ['Cardiomegaly'] : []),
    ...(meet(held, LUNGS) && held.has('clear') && !isDenied ? IN_LUNGS : []),
  ]);
  const unstated = (names: Findings): Findings => new Set([...names].filter((name) => !stated.has(name)));
  return { stated, denied: unstated(denied), normal: unstated(normal) };
}

/** Findings that a sentence names, and the place of the last word of each name. */
export function namedFindings(
  words: readonly string[],
): { readonly finding: FindingName; readonly place: number; readonly denied: boolean }[] {
  const held = new Set(words);
  const negator = words.findIndex((word) => NEGATORS.has(word));
  return FINDINGS.flatMap((finding) =>
    (NAMES[finding] ?? []).flatMap((name) => {
      const parts = name.split(' ');
      if (!parts.every((part) => held.has(part))) return [];
      const place = Math.max(...parts.map((part) => words.indexOf(part)));
      return [{ finding, place, denied: negator >= 0 && negator < place }];
    }),
  );
}

/** Whether two sets share an item. */
export function meet<T>(a: ReadonlySet<T>, b: ReadonlySet<T>): boolean {
  return [...a].some((item) => b.has(item));
}
