import {
  BREAKS,
  LOST_LIKELY,
  NEGATION_AFTER,
  NEGATION_BEFORE,
  NOT_A_NEGATION,
  NOT_BEFORE,
  NOT_NEGATION_AFTER,
  OUTRIGHT,
  SHORT_HEDGES,
  UNCERTAINTY_AFTER,
  UNCERTAINTY_BEFORE,
} from './cues';
import { BEFORE_A_FINDING, PREDICATES } from './lexicon';
import { ClauseView, COPULAS, EXPLAINS, VERBS, type RuleReading, type WordSpan } from './reach';

const ADVERBS = new Set(['possibly', 'probably', 'likely', 'presumably', 'perhaps']);
const NOT_ENDS: ReadonlySet<string> = new Set([...BREAKS, ',', '.', 'and', 'which', ';', 'with']);
const BE_FORMS = ['is', 'are', 'was', 'were', 'remain', 'remains', 'be'];
const NO_HEDGE_AFTER = ['no', 'of', 'the', 'with', 'for', 'on', 'a'];

/** Reads one sentence by its wording, as training/tagger/weak/assertion.py: hedges first, denials over them. */
class SentenceRules extends ClauseView {
  read(): readonly RuleReading[] {
    if (this.targets.length === 0) return [];
    this.#hedgesBefore();
    this.#hedgesAfter();
    this.#lostLikely();
    this.#alternatives();
    this.#denialsBefore();
    this.#denialsAfter();
    return this.readings;
  }

  #denialsBefore(): void {
    const excepted = this.matches(NOT_A_NEGATION);
    for (const { first, end } of this.matches(NEGATION_BEFORE)) {
      if (excepted.some((range) => range.first <= first && first < range.end)) continue;
      const isResolved = this.norms[first] === 'resolved';
      if (isResolved && this.#isAfterwards(first, end)) continue;
      const reach = isResolved ? this.phraseEnd(end) : this.negationEnd(end);
      this.mark(first, reach, { assertion: 'absent', cue: this.wordsOf(first, end) });
    }
    for (const { first, end } of this.matches(NOT_BEFORE)) {
      let reach = end;
      while (reach < this.norms.length && !NOT_ENDS.has(this.norms[reach] ?? '')) reach++;
      this.mark(first, reach, { assertion: 'absent', cue: 'not' });
    }
  }

  /** "resolved" that speaks of what stands before it. */
  #isAfterwards(first: number, end: number): boolean {
    if (first === 0) return false;
    return (
      ['has', 'have', 'is', 'are', 'been'].includes(this.norms[first - 1] ?? '') ||
      end >= this.norms.length ||
      [',', '.', 'and'].includes(this.norms[end] ?? '')
    );
  }

  #denialsAfter(): void {
    const barred = this.matches(NOT_NEGATION_AFTER);
    for (const { first, end } of this.matches(NEGATION_AFTER)) {
      if (barred.some((range) => range.first < end && first < range.end)) continue;
      if (this.norms[first] === 'removed' && first === 0) continue;
      if (this.norms.slice(Math.max(0, first - 3), first).includes('which')) continue;
      const isAfterCopula = COPULAS.has(this.norms[first - 1] ?? '');
      for (const k of this.groupBefore(first)) {
        const between = this.#after(k, first);
        if (!isAfterCopula && between.some((word) => ['seen', 'identified', 'noted'].includes(word)))
          continue;
        if (this.readings[k]?.assertion === 'uncertain') continue;
        const cue = this.wordsOf(first, end);
        this.readings[k] = { assertion: 'absent', cue, ...(OUTRIGHT.test(cue) ? { isOutright: true } : {}) };
      }
    }
  }

  #hedgesBefore(): void {
    for (const { first, end } of this.matches(UNCERTAINTY_BEFORE)) {
      const word = this.norms[first] ?? '';
      const reading = this.#uncertain(first, end);
      if (word === 'versus' || word === 'vs') {
        const [nearest] = this.groupBefore(first);
        const between = nearest === undefined ? [] : this.#after(nearest, first);
        if (nearest !== undefined && between.length <= 7 && !between.some((w) => EXPLAINS.has(w)))
          this.readings[nearest] = reading;
        this.mark(end, this.joinedEnd(end), reading);
      } else if (word === 'if' || word === 'whether') this.mark(end, this.clauseEnd(end, true), reading);
      else if (SHORT_HEDGES.has(word)) this.mark(end, this.joinedEnd(end, ADVERBS.has(word)), reading);
      else this.mark(end, this.clauseEnd(end), reading);
    }
  }

  #hedgesAfter(): void {
    for (const { first, end } of this.matches(UNCERTAINTY_AFTER)) {
      const following = this.norms[end];
      const begins = this.norms[first] ?? '';
      const ends = this.norms[end - 1] ?? '';
      const closes = ['.', ',', ';', 'given', 'in', 'although'];
      const isBare = ['possible', 'likely', 'suspected'].includes(begins);
      if (isBare && following !== undefined && !closes.includes(following)) continue;
      const isPredicate =
        BE_FORMS.includes(begins) && ['likely', 'possible', 'probable', 'favored'].includes(ends);
      if (isPredicate && following !== undefined && ![...closes, 'and', 'but'].includes(following)) continue;
      for (const k of this.groupBefore(first)) this.readings[k] = this.#uncertain(first, end);
    }
  }

  /** XXXX stands for a removed word; before "represents" and the like it was "likely". */
  #lostLikely(): void {
    for (const { first, end } of this.matches(LOST_LIKELY)) {
      if (first === 0 || NO_HEDGE_AFTER.includes(this.norms[first - 1] ?? '')) continue;
      const isAfterSpan = this.spans.some(({ last }) => last < first);
      if (!isAfterSpan && !this.norms[first + 1]?.startsWith('repre')) continue;
      const isNounNext = ['a', 'an', 'from'].includes(this.norms[end - 1] ?? '');
      this.mark(end, isNounNext ? this.joinedEnd(end) : this.clauseEnd(end), this.#uncertain(first, end));
    }
    this.norms.forEach((norm, i) => {
      if (!norm.startsWith('xxxx') || i === 0 || i + 1 >= this.norms.length) return;
      if (this.#isLostHedge(i)) this.mark(i, this.joinedEnd(i, true), this.#uncertain(i, i + 1));
    });
  }

  /** Whether a removed word before a finding was "likely" or "possible", by what stands around it. */
  #isLostHedge(i: number): boolean {
    let following = i + 1;
    while (BEFORE_A_FINDING.has(this.norms[following] ?? '')) following++;
    const target = this.targets.find(({ first }) => first === following);
    if (!target) return false;
    if (target.first === target.last && PREDICATES.has(this.norms[target.first] ?? '')) return false;
    let back = i - 1;
    while (back > 0 && this.norms[back]?.startsWith('xxxx')) back--;
    const previous = this.norms[back] ?? '';
    const isAppended =
      previous === ',' &&
      this.targets.some(({ last }) => last < i) &&
      !this.norms.slice(target.last, target.last + 6).includes(',');
    const isSaid =
      (previous === 'is' || previous === 'are') &&
      back >= 1 &&
      !['there', 'is'].includes(this.norms[back - 1] ?? '');
    return isAppended || isSaid || this.targets.some(({ last, type }) => last === back && type === 'DISEASE');
  }

  /** "atelectasis or scarring" read as one finding: both uncertain. */
  #alternatives(): void {
    for (let k = 0; k + 1 < this.targets.length; k++) {
      const left = this.targets[k];
      const right = this.targets[k + 1];
      if (!left || !right || left.type === 'DEVICE' || right.type === 'DEVICE') continue;
      const between = this.norms.slice(left.last + 1, right.first);
      if (between[0] !== 'or' || between.length > 3) continue;
      if (between.some((word) => VERBS.has(word) || [',', 'and', 'of'].includes(word))) continue;
      this.readings[k] = this.readings[k + 1] = { assertion: 'uncertain', cue: 'or' };
    }
  }

  #uncertain(first: number, end: number): RuleReading {
    return { assertion: 'uncertain', cue: this.wordsOf(first, end) };
  }

  /** Words between a target and a later word. */
  #after(target: number, word: number): readonly string[] {
    return this.norms.slice((this.targets[target]?.last ?? 0) + 1, word);
  }
}

/**
 * What the wording of one sentence says of its findings and devices.
 * @param norms  normal forms of its words
 * @param spans  its entities of the label set `report`, sorted, never overlapping
 * @returns      one reading for each DISEASE and DEVICE span, in order
 */
export function readByRules(norms: readonly string[], spans: readonly WordSpan[]): readonly RuleReading[] {
  return new SentenceRules(norms, spans).read();
}
