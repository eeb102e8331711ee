import type { Holders } from './segments';

/** Verbs in the singular and in the plural. */
const VERBS: readonly (readonly [one: string, many: string])[] = [
  ['is', 'are'],
  ['was', 'were'],
  ['has', 'have'],
  ['does', 'do'],
  ['looks', 'look'],
  ['appears', 'appear'],
  ['seems', 'seem'],
  ['remains', 'remain'],
  ['shows', 'show'],
  ['demonstrates', 'demonstrate'],
  ['reveals', 'reveal'],
  ['suggests', 'suggest'],
  ['represents', 'represent'],
  ['raises', 'raise'],
  ['fits', 'fit'],
];

const ONE = new Map(VERBS.flatMap(([one, many]) => [[one, one] as const, [many, one] as const]));
const MANY = new Map(VERBS.flatMap(([one, many]) => [[one, many] as const, [many, many] as const]));
const FORMS = [...ONE.keys()].join('|');

const P = '[\\uF000-\\uF3FF]';
const LINKED = `${P}(?: (?:of|in|at|within|along|on|over|from|near|involving) ${P})*`;
/** A subject: one phrase, or several joined; `join` is its last "and" or "or". */
const SUBJECT = `(${LINKED})((?:, (?:and |or )?| (?:and|or) )${LINKED})*`;
const PREFIX = '(\\b(?:of|in|at|on|over|within|from|along|under|for|to|with|near|by|and) )?';
const CLAUSE = new RegExp(
  `${PREFIX}${SUBJECT}(,? (?:also |otherwise |again |still )?)(${FORMS}|be#)(?![\\w#])`,
  'gi',
);
const THERE = new RegExp(
  `\\b(there)('s| (?:${FORMS}|be#))((?: (?:again|also|still|otherwise|likely|now))*) (${P})`,
  'gi',
);

/**
 * Makes verbs agree with plain subjects: "effusions are seen" became "fluid is seen". `be#` becomes a form of
 * "be" with the subject before it.
 */
export function agree(sentence: string, holders: Holders): string {
  const isMany = (mark: string): boolean => {
    const held = holders.get(mark);
    return held?.kind === 'phrase' && held.number === 'many';
  };
  return sentence
    .replace(CLAUSE, (all: string, ...found: (string | undefined)[]) => {
      const [prefix = '', , , gap = '', verb = ''] = found;
      const subject = all.slice(prefix.length, all.length - verb.length - gap.length);
      if (prefix !== '' && prefix.toLowerCase() !== 'and ' && verb !== 'be#') return all;
      const joins = subject.match(/ (?:and|or) |, /g) ?? [];
      const heads = subject.split(/,? (?:and|or) |, /).map((part) => part.charAt(0));
      const isJoined = prefix.toLowerCase() === 'and ' || joins.some((join) => join.includes('and'));
      const many = isJoined || isMany(heads.at(-1) ?? '');
      return prefix + subject + gap + inflect(verb, many);
    })
    .replace(THERE, (_, there: string, verb: string, between: string, mark: string) => {
      const plain = verb === "'s" ? ' is' : verb;
      return `${there} ${inflect(plain.trim(), isMany(mark))}${between} ${mark}`;
    })
    .replace(/be#/g, 'is');
}

function inflect(verb: string, many: boolean): string {
  if (verb === 'be#') return many ? 'are' : 'is';
  return (many ? MANY : ONE).get(verb.toLowerCase()) ?? verb;
}
