/** Words that do not tell one statement from another. */
export const LIGHT: ReadonlySet<string> = new Set(
  (
    'there is are a an the of and or with in to for at on by be was were has have been this that ' +
    'which seen noted identified present again demonstrated'
  ).split(' '),
);

/** A sentence with one of these denies or reports the normal state; it is never dropped. */
export const DENYING: ReadonlySet<string> = new Set(
  'no not without negative free clear normal unremarkable intact limits'.split(' '),
);

/**
 * Places of the tokens that stay when sentences that say an earlier positive statement again are dropped
 * ("There is a moderate sized right pleural effusion. There is a small right pleural effusion."). A positive
 * sentence goes when it shares three fifths of the words of an earlier positive one, counted on the shorter of
 * the two; the first mention stays. training/decoders/restatements.py does exactly the same.
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
  let start = 0;
  for (const [place, token] of tokens.entries()) {
    if (token !== fullStop) continue;
    const content = new Set(tokens.slice(start, place).filter((word) => !ignored.has(word)));
    const isPositive = content.size > 0 && ![...content].some((word) => denying.has(word));
    const isAgain = isPositive && told.some((other) => overlaps(content, other));
    for (let at = start; !isAgain && at <= place; at++) kept.add(at);
    if (isPositive && !isAgain) told.push(content);
    start = place + 1;
  }
  return kept;
}

function overlaps(first: ReadonlySet<number>, second: ReadonlySet<number>): boolean {
  const shared = [...first].filter((word) => second.has(word)).length;
  return 5 * shared >= 3 * Math.min(first.size, second.size);
}
