import { FINDINGS, type FindingName } from '../../domain/finding';
import table from './guided-words.json';

/** Finding input from which a finding counts as read. */
const READ = 0.5;

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
export interface GuidedSentence {
  /** Without the full stop. */
  readonly words: readonly string[];
  /** What it was put in for. */
  readonly finding?: FindingName;
}

/**
 * Makes a report agree with the findings read in the films, the last step after decoding. A decoder leaves out half
 * of what the finding head reads, and denies some of it. A sentence that denies a finding that was read is taken back,
 * and a finding that was read with more certainty and that no sentence names is said, in plain words that tell neither
 * size nor side. training/decoders/guided.py does exactly the same.
 * @param sentences  lower-case words, without full stops
 * @param inputs     the decoder's finding inputs in 0..1, in the order of FINDINGS
 * @param threshold  input from which a finding that no sentence names is said; such sentences come first
 */
export function guidedSentences(
  sentences: readonly (readonly string[])[],
  inputs: ArrayLike<number>,
  threshold: number,
): GuidedSentence[] {
  const found = sentences.map(stancesOf);
  const stated = new Set(found.flatMap((stances) => [...stances.stated]));
  const over = (limit: number): Findings =>
    new Set(
      FINDINGS.filter((name, i) => stated.has(name) || (STATEMENTS[name] && (inputs[i] ?? 0) >= limit)),
    );
  const read = over(READ);
  const said = over(threshold);
  const told: GuidedSentence[] = FINDINGS.flatMap((finding) => {
    const statement = STATEMENTS[finding];
    return statement !== undefined && said.has(finding) && !stated.has(finding)
      ? [{ words: statement.split(' '), finding }]
      : [];
  });
  sentences.forEach((words, i) => {
    const stances = found[i];
    if (!stances || stances.stated.size > 0 || !(meet(stances.denied, read) || meet(stances.normal, said))) {
      told.push({ words });
      return;
    }
    for (const [finding, denial] of DENIALS) {
      if (stances.denied.has(finding) && !read.has(finding)) told.push({ words: denial.split(' ') });
    }
  });
  return unlike(told);
}

/** Findings that a sentence states, denies by name, and denies by calling something normal. */
function stancesOf(words: readonly string[]): { stated: Findings; denied: Findings; normal: Findings } {
  const held = new Set(words);
  const negator = words.findIndex((word) => NEGATORS.has(word));
  const stated = new Set<string>();
  const denied = new Set<string>();
  for (const finding of FINDINGS) {
    for (const name of NAMES[finding] ?? []) {
      const parts = name.split(' ');
      if (!parts.every((part) => held.has(part))) continue;
      const place = Math.max(...parts.map((part) => words.indexOf(part)));
      (negator >= 0 && negator < place ? denied : stated).add(finding);
    }
  }
  const isDenied = held.has('not');
  const normal = new Set<string>([
    ...(meet(held, HEART) && meet(held, NORMAL) && !isDenied ? ['Cardiomegaly'] : []),
    ...(meet(held, LUNGS) && held.has('clear') && !isDenied ? IN_LUNGS : []),
  ]);
  const unstated = (names: Findings): Findings => new Set([...names].filter((name) => !stated.has(name)));
  return { stated, denied: unstated(denied), normal: unstated(normal) };
}

function meet<T>(a: ReadonlySet<T>, b: ReadonlySet<T>): boolean {
  return [...a].some((item) => b.has(item));
}

/** The first of each sentence. */
function unlike(sentences: readonly GuidedSentence[]): GuidedSentence[] {
  const seen = new Set<string>();
  return sentences.filter(({ words }) => {
    const text = words.join(' ');
    const isNew = !seen.has(text);
    seen.add(text);
    return isNew;
  });
}
