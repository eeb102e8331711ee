import type { BodySide } from './finding';

/** A side that is not the finding's. */
const OTHER_THINGS =
  /\b(?:left|right)(?:-sided)? (?:ventric\w+|atri\w+|heart|cardiac)|\b(?:left|right)(?:-sided)?(?: \w+){0,3} (?:picc|lines?|catheters?|ports?|mediport|tubes?|pacemakers?|pacer|leads?|electrodes?|stents?|clips|sutures)\b|\b(?:shift\w*|deviat\w+|displac\w+)(?: \w+){0,6} (?:left|right)\b/g;
const BOTH = /\b(?:left|right)(?:-sided)? (?:and|or|versus|(?:\w+ )?than) (?:the |on the )?(?:left|right)\b/g;
const SIDE = /\b(?:left|right|bilateral(?:ly)?|both|biapical|bibasilar|bibasal|bibasally)\b/g;
const CLAUSE_END = /[,;:]|\b(?:and|or|with|but|while)\b/g;
const PLACED = /\b(?:on|in|at|within|of|along) (?:the )?(?:left|right)\b/;

/**
 * The side that a sentence says of a finding: that of its own clause, else of the nearest clause before, else of one
 * after it that ends in a place ("effusion and consolidation at the left base"). Undefined where none is said, or
 * both are. The same rule measured the encoders: training/text/sides.py.
 * @param sentence lower case
 * @param start    where the finding is named in it
 */
export function statedSide(sentence: string, start: number): BodySide | undefined {
  const text = sentence
    .replace(OTHER_THINGS, (match) => ' '.repeat(match.length))
    .replace(BOTH, (match) => 'both'.padEnd(match.length));
  const before: string[] = [];
  const after: string[] = [];
  let own = '';
  let first = 0;
  for (const end of [...Array.from(text.matchAll(CLAUSE_END), ({ index }) => index), text.length]) {
    const clause = text.slice(first, end);
    if (end <= start) before.unshift(clause);
    else if (first <= start) own = clause;
    else if (PLACED.test(clause)) after.push(clause);
    first = end;
  }
  for (const clause of [own, ...before, ...after]) {
    const said = new Set(Array.from(clause.matchAll(SIDE), ([word]) => word));
    if (said.size > 0) return said.size > 1 ? undefined : sideOf([...said][0]);
  }
  return undefined;
}

const ONE_SIDE = /\b(left|right)/gi;

/** The sentence with its side exchanged; undefined where it names none, both, or that of another thing than a finding. */
export function withOtherSide(sentence: string): string | undefined {
  if (sentence.toLowerCase().search(OTHER_THINGS) >= 0) return undefined;
  const named = new Set(Array.from(sentence.matchAll(ONE_SIDE), ([word]) => word.toLowerCase()));
  if (named.size !== 1) return undefined;
  return sentence.replace(ONE_SIDE, (word) => {
    const other = word.toLowerCase() === 'left' ? 'right' : 'left';
    return /^[LR]/.test(word) ? other.replace(/^./, (letter) => letter.toUpperCase()) : other;
  });
}

function sideOf(word: string | undefined): BodySide | undefined {
  return word === 'left' || word === 'right' ? word : undefined;
}
