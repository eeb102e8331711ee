/** Words that do not tell one statement from another. */
export const LIGHT: ReadonlySet<string> = new Set(
  (
    'there is are a an the of and or with in to for at on by be was were has have been this that ' +
    'which seen noted identified present again demonstrated'
  ).split(' '),
);

/** A sentence with one of these denies or reports the normal state. */
export const DENYING: ReadonlySet<string> = new Set(
  'no not without negative free clear normal unremarkable intact limits'.split(' '),
);

/**
 * Places of the tokens that stay when sentences that say an earlier one again are dropped; the first mention stays. A
 * positive sentence goes when it shares three fifths of the words of an earlier positive one, counted on the shorter of
 * the two ("There is a moderate sized right pleural effusion. There is a small right pleural effusion."); one that
 * denies goes only when an earlier denial has all its words ("There is no pneumothorax or pleural effusion. No pleural
 * effusion."). training/decoders/restatements.py does exactly the same.
 * @param tokens   whole sentences, each ending with a full stop
 * @param ignored  ids of LIGHT words and of marks
 * @param denying  ids of DENYING words
 */
export function placesWithoutRestatements(
  tokens: readonly number[],
  fullStop: number,
  ignored: ReadonlySet<number>,
  denying: ReadonlySet<number>,
): Set<number> {
  const kept = new Set<number>();
  const told: ReadonlySet<number>[] = [];
  const denied: ReadonlySet<number>[] = [];
  let start = 0;
  for (const [place, token] of tokens.entries()) {
    if (token !== fullStop) continue;
    const content = new Set(tokens.slice(start, place).filter((word) => !ignored.has(word)));
    const denies = [...content].some((word) => denying.has(word));
    const isAgain =
      content.size > 0 &&
      (denies
        ? denied.some((other) => isWithin(content, other))
        : told.some((other) => overlaps(content, other)));
    for (let at = start; !isAgain && at <= place; at++) kept.add(at);
    if (content.size > 0 && !isAgain) (denies ? denied : told).push(content);
    start = place + 1;
  }
  return kept;
}

function isWithin(content: ReadonlySet<number>, other: ReadonlySet<number>): boolean {
  return [...content].every((word) => other.has(word));
}

function overlaps(first: ReadonlySet<number>, second: ReadonlySet<number>): boolean {
  const shared = [...first].filter((word) => second.has(word)).length;
  return 5 * shared >= 3 * Math.min(first.size, second.size);
}
