import { FINDINGS, type FindingName, type Sides } from '../../domain/finding';
import type { Guidance } from '../../domain/report';
import table from './guided-words.json';
import { keptSentences, LIGHT } from './restatements';
import { meet, namedFindings, stancesOf, type Findings } from './stances';

/** Finding input from which a finding counts as read. */
const READ = 0.5;
/** Finding input under which a finding counts as not there. */
const UNREAD = 0.1;

type Statements = Readonly<Partial<Record<FindingName, string>>>;

const STATEMENTS: Statements = table.statements;
/** Those of findings whose side a film may tell, with the word SIDE in its place. */
const SIDED_STATEMENTS: Statements = table.sidedStatements;
/** Said again of what a sentence denied rightly, when the sentence is taken back; in this order. */
const DENIALS = Object.entries(table.denials);
/** A sentence can end before one of these, but not with one of the others. */
const CUTS: ReadonlySet<string> = new Set(table.cuts);
const LEADING_ON: ReadonlySet<string> = new Set([...LIGHT, 'but']);

/** A sentence of a guided report. */
export interface GuidedSentence extends Guidance {
  /** Without the full stop. */
  readonly words: readonly string[];
}

/**
 * Makes a report agree with the findings read in the films, the last step after decoding. A decoder leaves out half
 * of what the finding head reads, denies some of it, and states some that is not there. A sentence that denies a finding
 * that was read is taken back, only from where it denies on when it states another before; and so is one that states
 * none but findings that are not there. A finding that was read with more certainty and that no sentence names is said,
 * in plain words, with its side where the film tells that. Where nothing would be left, the report stays.
 * training/decoders/guided.py does exactly the same.
 * @param sentences  lower-case words, without full stops
 * @param inputs     the decoder's finding inputs in 0..1, in the order of FINDINGS
 * @param threshold  input from which a finding that no sentence names is said; such sentences come first
 * @param sides      those that may be said unasked
 */
export function guidedSentences(
  sentences: readonly (readonly string[])[],
  inputs: ArrayLike<number>,
  threshold: number,
  sides: Sides = {},
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
    const statement = statementOf(finding, sides);
    return statement !== undefined && said.has(finding) && !stated.has(finding)
      ? [{ words: statement.split(' '), putInFor: finding }]
      : [];
  });
  for (const { words, ...stances } of kept) {
    const states = stances.stated.size > 0;
    if (!(meet(stances.denied, read) || (meet(stances.normal, said) && !states))) {
      told.push({ words });
      continue;
    }
    if (states) told.push({ words: beforeDenial(words) });
    for (const [finding, denial] of DENIALS) {
      if (stances.denied.has(finding) && !read.has(finding)) told.push({ words: denial.split(' ') });
    }
  }
  return withoutRestatements(told.length > 0 ? told : sentences.map((words) => ({ words })));
}

function statementOf(finding: FindingName, sides: Sides): string | undefined {
  const side = sides[finding];
  return (side && SIDED_STATEMENTS[finding]?.replace('SIDE', side)) ?? STATEMENTS[finding];
}

/** What a sentence states before it denies; the whole of it where that ends otherwise. */
function beforeDenial(words: readonly string[]): readonly string[] {
  let end = words.findIndex((word) => CUTS.has(word));
  const last = Math.max(...namedFindings(words).map(({ place, denied }) => (denied ? -1 : place)));
  if (end < last) return words;
  while (LEADING_ON.has(words[end - 1] ?? '')) end--;
  return words.slice(0, end);
}

/** Those that no other one says again: see restatements.ts. */
export function withoutRestatements(sentences: readonly GuidedSentence[]): GuidedSentence[] {
  const kept = keptSentences(sentences.map(({ words }) => words));
  return sentences.filter((_, place) => kept.has(place));
}
