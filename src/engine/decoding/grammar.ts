import table from './grammar-words.json';

type Words = ReadonlySet<string>;

/** A sentence that starts with one of these needs one of VERBS ("In the left lung base."). */
const LEADING: Words = new Set(table.leading);
const VERBS: Words = new Set(table.verbs);
/** They do not follow "there is", adjectives apart ("There is mild degenerative changes."). */
const PLURALS: Words = new Set(table.plurals);
/** The reports have them after "there", and no verb ("There degenerative changes of the spine."). */
const VERBLESS: Words = new Set(table.verbless);
/** After one of these plurals can follow. */
const BETWEEN: Words = new Set([...table.between, ',']);
const MARKS: Words = new Set(['.']);
const NONE: Words = new Set();

/**
 * Words that may not follow an open sentence, as they would break its grammar. The reports that a decoder learned from
 * hold a few such sentences, and phrases of two can join to one. training/decoders/grammar.py does exactly the same.
 * @param sentence  lower case
 */
export function ungrammatical(sentence: readonly string[]): Words {
  const [first = '', second] = sentence;
  if (LEADING.has(first) && !sentence.some((word) => VERBS.has(word))) return MARKS;
  if (first !== 'there') return NONE;
  if (second === undefined) return VERBLESS;
  return second === 'is' && !sentence.slice(2).some((word) => BETWEEN.has(word)) ? PLURALS : NONE;
}
