/**
 * What a rewritten sentence may never lose. A sentence that fails is written again with fewer changes
 * (rewrite.ts), so that a rule's mistake costs style and not meaning.
 */
const NEGATIONS =
  /\b(?:no|not|none|never|neither|nor|cannot|without|negative for|free of|clear of|absent|absence)\b|n't\b/gi;
const HEDGES =
  /\b(?:may|might|could|would|can|cannot|possib\w*|probab\w*|likely|perhaps|maybe|questionable|suspect\w*|suspicious|suggest\w*|concern\w*|uncertain|unclear|versus|vs|or|exclud\w*|rule[sd]? out|differential|consider\w*|favou?r\w*|question|if|sign of|appear\w*|seem\w*|representing|presumed|causes include|correlate|check)\b|\?/i;
const SIDES = /\b(?:left|right)(?=\b|-)/gi;
const NUMBERS = /\d+(?:\.\d+)?/g;

export interface Meaning {
  readonly negations: number;
  readonly sides: readonly string[];
  readonly numbers: readonly string[];
  readonly isHedged: boolean;
}

/** Counts what must stay: negating words, left and right, numbers, hedges. */
export function meaningOf(sentence: string): Meaning {
  return {
    negations: countNegations(sentence),
    sides: (sentence.match(SIDES) ?? []).map((side) => side.toLowerCase()).sort(),
    numbers: (sentence.match(NUMBERS) ?? []).sort(),
    isHedged: HEDGES.test(sentence),
  };
}

/** Negating words of a text. "negative for" and "free of" count as one each. */
export function countNegations(text: string): number {
  return text.match(NEGATIONS)?.length ?? 0;
}

/** True when the rewritten sentence says no less and denies no less than the original. */
export function keepsMeaning(original: string, rewritten: string, hasUncertain: boolean): boolean {
  const before = meaningOf(original);
  const after = meaningOf(rewritten);
  return (
    before.negations === after.negations &&
    before.sides.join() === after.sides.join() &&
    before.numbers.join() === after.numbers.join() &&
    (!hasUncertain || !before.isHedged || after.isHedged)
  );
}
