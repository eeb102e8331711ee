import { FINDINGS, type FindingName } from '../../domain/finding';
import type { Guidance } from '../../domain/report';
import table from './guided-words.json';

/** Finding input from which a finding counts as read. */
const READ = 0.5;
/** Finding input under which a finding counts as not there. */
const UNREAD = 0.1;

/** Words that name a finding where a sentence holds all of them. */
const NAMES: Readonly<Partial<Record<FindingName, readonly string[]>>> = table.names;
/** A finding named after one of these is denied. */
const NEGATORS: ReadonlySet<string> = new Set(table.negators);
const HEART: ReadonlySet<string> = new Set(table.heart);
const NORMAL: ReadonlySet<string> = new Set(table.normal);
const LUNGS: ReadonlySet<string> = new Set(table.lungs);
/** What clear lungs do not have. */
const IN_LUNGS: ReadonlySet<string> = new Set(table.inLungs);
const STATEMENTS: Readonly<Partial<Record<FindingName, string>>> = table.statements;
/** Said again of what a sentence denied rightly, when the sentence is taken back; in this order. */
const DENIALS = Object.entries(table.denials);

type Findings = ReadonlySet<string>;

/** A sentence of a guided report. */
export interface GuidedSentence extends Guidance {
  /** Without the full stop. */
  readonly words: readonly string[];
}

/**
 * Makes a report agree with the findings read in the films, the last step after decoding. A decoder leaves out half
 * of what the finding head reads, denies some of it, and states some that is not there. A sentence that denies a finding
 * that was read is taken back, and so is one that states none but findings that are not there; a finding that was read
 * with more certainty and that no sentence names is said, in plain words that tell neither size nor side. Where nothing
 * would be left, the report stays. training/decoders/guided.py does exactly the same.
 * @param sentences  lower-case words, without full stops
 * @param inputs     the decoder's finding inputs in 0..1, in the order of FINDINGS
 * @param threshold  input from which a finding that no sentence names is said; such sentences come first
 */
export function guidedSentences(
  sentences: readonly (readonly string[])[],
  inputs: ArrayLike<number>,
  threshold: number,
): GuidedSentence[] {
  const isThere = (name: string): boolean => (inputs[FINDINGS.indexOf(name as FindingName)] ?? 0) >= UNREAD;
  const kept = sentences
    .map((words) => ({ words, ...stancesOf(words) }))
    .filter(({ stated }) => stated.size === 0 || [...stated].some(isThere));
  const stated = new Set(kept.flatMap((sentence) => [...sentence.stated]));
  const over = (limit: number): Findings =>
    new Set(
      FINDINGS.filter((name, i) => stated.has(name) || (STATEMENTS[name] && (inputs[i] ?? 0) >= limit)),
    );
  const read = over(READ);
  const said = over(threshold);
  const told: GuidedSentence[] = FINDINGS.flatMap((finding) => {
    const statement = STATEMENTS[finding];
    return statement !== undefined && said.has(finding) && !stated.has(finding)
      ? [{ words: statement.split(' '), putInFor: finding }]
      : [];
  });
  for (const { words, ...stances } of kept) {
    if (stances.stated.size > 0 || !(meet(stances.denied, read) || meet(stances.normal, said))) {
      told.push({ words });
      continue;
    }
    for (const [finding, denial] of DENIALS) {
      if (stances.denied.has(finding) && !read.has(finding)) told.push({ words: denial.split(' ') });
    }
  }
  return unlike(told.length > 0 ? told : sentences.map((words) => ({ words })));
}

/** Findings that a sentence states, denies by name, and denies by calling something normal. */
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

function meet<T>(a: ReadonlySet<T>, b: ReadonlySet<T>): boolean {
  return [...a].some((item) => b.has(item));
}

/** The first of each sentence. */
export function unlike(sentences: readonly GuidedSentence[]): GuidedSentence[] {
  const seen = new Set<string>();
  return sentences.filter(({ words }) => {
    const text = words.join(' ');
    const isNew = !seen.has(text);
    seen.add(text);
    return isNew;
  });
}
