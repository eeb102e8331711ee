import type { Assertion } from '../entity';
import { AFFIRMATIVES, BREAKS } from './cues';

/** Words `first`..`last` (inclusive) of one sentence, with a type of the label set `report`. */
export interface WordSpan {
  readonly first: number;
  readonly last: number;
  readonly type: string;
}

/** What the wording says of one finding or device. */
export interface RuleReading {
  readonly assertion: Assertion;
  /** The words that say so; absent where no cue reaches. */
  readonly cue?: string;
  /** The words leave nothing to judge. */
  readonly isOutright?: true;
}

function set(words: string): ReadonlySet<string> {
  return new Set(words.split(' '));
}

export const COPULAS = set(
  'is are was were be been being appear appears appearing appeared remain remains remained look looks seem seems become becoming',
);
export const VERBS: ReadonlySet<string> = new Set([
  ...COPULAS,
  ...set('has have had seen identified noted shows show demonstrates demonstrate reveals reveal'),
]);
const PREPOSITIONS = set(
  'in of within over at the on to involving with from and or , overlying both no acute under near about along',
);
export const EXPLAINS = set('representing represents represent may could suggesting suggests from due');
const JOINERS = set(', and or / nor and/or');
const STAYS_WITH = set('consistent compatible associated concerning patient');
const NAMES_A_CAUSE = set('represent represents representing due reflects reflect related secondary');

/**
 * A sentence's words and entities, with the clause and list boundaries that end the reach of a cue; as
 * training/tagger/weak/reach.py. Word ranges are `[first, end)`.
 */
export class ClauseView {
  /** Findings and devices, in order. */
  readonly targets: readonly WordSpan[];
  /** One for each target. */
  protected readonly readings: RuleReading[];
  protected readonly norms: readonly string[];
  protected readonly spans: readonly WordSpan[];
  readonly #text: string;
  /** Word at each place of the text where one begins. */
  readonly #wordAt = new Map<number, number>();
  readonly #spanOf: (WordSpan | undefined)[] = [];

  constructor(norms: readonly string[], spans: readonly WordSpan[]) {
    this.norms = norms;
    this.spans = spans;
    this.targets = spans.filter(({ type }) => type === 'DISEASE' || type === 'DEVICE');
    this.readings = this.targets.map(() => ({ assertion: 'present' }));
    this.#text = norms.join(' ');
    let place = 0;
    norms.forEach((norm, i) => {
      this.#wordAt.set(place, i);
      place += norm.length + 1;
    });
    for (const span of spans) for (let i = span.first; i <= span.last; i++) this.#spanOf[i] ??= span;
  }

  /** Word ranges of a pattern's matches. */
  protected matches(pattern: RegExp): { first: number; end: number }[] {
    return Array.from(this.#text.matchAll(pattern)).flatMap(({ 0: match, index }) => {
      const first = this.#wordAt.get(index);
      return first === undefined ? [] : [{ first, end: first + match.trim().split(/\s+/).length }];
    });
  }

  protected wordsOf(first: number, end: number): string {
    return this.norms.slice(first, end).join(' ');
  }

  /** Reads the targets that lie wholly in a range. */
  protected mark(first: number, end: number, reading: RuleReading): void {
    this.targets.forEach((target, k) => {
      if (first <= target.first && target.last < end) this.readings[k] = reading;
    });
  }

  /** First word after `start` that a denial does not reach. */
  protected negationEnd(start: number): number {
    let isVerbSeen = false;
    for (let i = start; i < this.norms.length; i++) {
      const norm = this.norms[i] ?? '';
      const before = this.norms[i - 1] ?? '';
      const following = this.norms[i + 1] ?? '';
      const isLater = i > start;
      if (BREAKS.has(norm) || norm === ';' || norm === ':') return i;
      if (isLater && ['may', 'could', 'might', 'suggests', 'which', 'that'].includes(norm)) return i;
      if (isLater && norm === 'with' && !STAYS_WITH.has(before)) return i;
      if (VERBS.has(norm)) isVerbSeen = true;
      if (isLater && !PREPOSITIONS.has(before) && this.beginsClause(i) && this.#spanOf[i - 1]) return i;
      if (norm !== ',' && norm !== 'and' && norm !== '.') continue;
      if (isVerbSeen && norm !== '.') return i;
      if (norm === ',' && AFFIRMATIVES.has(following) && following !== 'large' && following !== 'low')
        return i;
      if (this.beginsClause(i + 1)) return i;
    }
    return this.norms.length;
  }

  /** Whether anatomy and then a verb begin at a word ("..., heart is enlarged"). */
  protected beginsClause(i: number): boolean {
    let k = i;
    while (['the', 'and', 'both', 'visualized'].includes(this.norms[k] ?? '')) k++;
    const span = this.#spanOf[k];
    if (span?.type !== 'ANATOMY') return false;
    k = span.last + 1;
    while (['size', 'and', 'volumes', 'also'].includes(this.norms[k] ?? '')) k++;
    return VERBS.has(this.norms[k] ?? '');
  }

  /** End of the first target at or after a word. */
  protected phraseEnd(start: number): number {
    const next = this.targets.find(({ first }) => first >= start);
    return next ? next.last + 1 : start;
  }

  /** The nearest target before a word and those joined to it by a list, nearest first. */
  protected groupBefore(i: number): number[] {
    const before = this.targets.flatMap(({ last }, k) => (last < i ? [k] : []));
    const nearest = before.pop();
    if (nearest === undefined) return [];
    const group = [nearest];
    for (const k of before.reverse()) {
      const from = this.targets[k]?.last ?? 0;
      const between = this.norms.slice(from + 1, this.targets[group.at(-1) ?? nearest]?.first);
      const isParted = between.some(
        (word) => VERBS.has(word) || BREAKS.has(word) || ['with', 'may', 'could'].includes(word),
      );
      if (isParted || between.length > 6 || !between.some((word) => JOINERS.has(word))) break;
      group.push(k);
    }
    return group;
  }

  /** End of the clause of a hedge. */
  protected clauseEnd(start: number, stopsAtComma = false): number {
    for (let i = start; i < this.norms.length; i++) {
      const norm = this.norms[i] ?? '';
      const following = this.norms[i + 1] ?? '';
      if (BREAKS.has(norm) || norm === ';' || norm === 'without' || (stopsAtComma && norm === ',')) return i;
      if (
        norm === ',' &&
        ['there', 'the', 'no', 'stable', 'unchanged', 'which', 'recommend'].includes(following)
      )
        return i;
      if (
        norm === 'and' &&
        (['there', 'stable', 'unchanged'].includes(following) || this.beginsClause(i + 1))
      )
        return i;
    }
    return this.norms.length;
  }

  /** End of the noun phrase at a word and of what follows it by "or", "/" or "versus". */
  protected joinedEnd(start: number, alsoAnd = false): number {
    let end = start;
    let previous: WordSpan | undefined;
    for (const target of this.targets) {
      if (target.first < start) continue;
      const between = this.norms.slice(previous ? previous.last + 1 : start, target.first);
      if (previous) {
        const isJoinedByAnd = alsoAnd && between[0] === 'and' && between.length <= 2;
        if (!isJoined(between) && !isJoinedByAnd) return end;
      } else if (isCutOff(between)) return end;
      end = target.last + 1;
      previous = target;
    }
    return end;
  }
}

/** A verb or comma parts a hedge from the finding after it, unless the words name a cause. */
function isCutOff(between: readonly string[]): boolean {
  const isParted = between.some(
    (word) =>
      (VERBS.has(word) && !['be', 'seen', 'noted'].includes(word)) ||
      word === ',' ||
      word === ';' ||
      BREAKS.has(word),
  );
  return isParted && between[0] !== ',' && !between.some((word) => NAMES_A_CAUSE.has(word));
}

function isJoined(between: readonly string[]): boolean {
  if (between.some((word) => VERBS.has(word) || BREAKS.has(word) || word === 'with')) return false;
  if (between.length === 0) return true;
  return between.length <= 6 && between.some((word) => ['or', '/', 'versus', 'vs'].includes(word));
}
