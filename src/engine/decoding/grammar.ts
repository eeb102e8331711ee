import table from './grammar-words.json';

type Words = ReadonlySet<string>;

/** A sentence that starts with one of these needs one of VERBS ("In the left lung base."). */
const LEADING: Words = new Set(table.leading);
const VERBS: Words = new Set(table.verbs);
/** They do not follow "there is", adjectives apart ("There is mild degenerative changes."). */
const PLURALS: Words = new Set(table.plurals);
/** After one of these they can. */
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
  const isThere = first === 'there' && second === 'is';
  return isThere && !sentence.slice(2).some((word) => BETWEEN.has(word)) ? PLURALS : NONE;
}
