import table from './guided-words.json';
import { NAMES, stancesOf, type Findings } from './stances';

type Words = ReadonlySet<string>;

/** Words that do not tell one statement from another. */
export const LIGHT: Words = new Set([...table.light.split(' '), ',']);

/** A sentence with one of these denies or reports the normal state. */
const DENYING: Words = new Set(table.denying);
const SIZES: Words = new Set(table.sizes);
/** Words that name the left or both sides, and the right or both. */
const SIDES: readonly Words[] = [new Set(table.sides.left), new Set(table.sides.right)];

/** A sentence, and what of its words tells it from others. */
interface Said {
  readonly content: Words;
  readonly sizes: Words;
  readonly stated: Findings;
  readonly denied: Findings;
  readonly normal: Findings;
  readonly denies: boolean;
  readonly sides: ReadonlySet<Words>;
  /** Words of the content that are neither a size nor a side nor name what is stated. */
  readonly rest: Words;
}

/**
 * Places of the sentences that stay when those that say another one again are dropped. Long reports of a decoder come
 * back to a finding that they have told ("There is a moderate sized right pleural effusion. There is a small right
 * pleural effusion."), or deny the same twice ("There is no pleural effusion. No pneumothorax or pleural effusion.").
 * A sentence that states goes when it shares three fifths of the words of one before, counted on the shorter of the two,
 * or states nothing but findings that one before states on the same sides; one that denies goes when one before has all
 * its words. One goes too when a later one says all of it and more. training/decoders/restatements.py does exactly the
 * same.
 * @param sentences  lower-case words, without full stops
 */
export function keptSentences(sentences: readonly (readonly string[])[]): Set<number> {
  const kept = new Map<number, Said>();
  sentences.forEach((words, place) => {
    const said = read(words);
    if ([...kept.values()].some((other) => isWithin(said, other) || echoes(said, other))) return;
    for (const [at, other] of kept) if (growsInto(other, said)) kept.delete(at);
    kept.set(place, said);
  });
  return new Set(kept.keys());
}

function read(words: readonly string[]): Said {
  const stances = stancesOf(words);
  const content = new Set(words.filter((word) => !LIGHT.has(word)));
  const names = new Set(
    Object.entries(NAMES).flatMap(([finding, them]) =>
      stances.stated.has(finding) ? them.flatMap((name) => name.split(' ')) : [],
    ),
  );
  const isPlain = (word: string): boolean =>
    !SIZES.has(word) && !names.has(word) && !SIDES.some((side) => side.has(word));
  return {
    ...stances,
    content,
    sizes: shared(content, SIZES),
    denies: shared(content, DENYING).size > 0,
    sides: new Set(SIDES.filter((side) => shared(content, side).size > 0)),
    rest: new Set([...content].filter(isPlain)),
  };
}

/** Whether the other says all that a sentence says, sizes of what is stated apart. */
function isWithin(said: Said, other: Said): boolean {
  if (said.denies !== other.denies) return false;
  if (said.denies) {
    return isPart(without(said.content, SIZES), other.content) && isPart(other.sizes, said.sizes);
  }
  return (
    said.stated.size > 0 &&
    isPart(said.stated, other.stated) &&
    isPart(said.rest, other.content) &&
    isPart(said.sides, other.sides)
  );
}

/** Whether both state the like. */
function echoes(said: Said, other: Said): boolean {
  const shorter = Math.min(said.content.size, other.content.size);
  const both = shared(said.content, other.content).size;
  return shorter > 0 && !said.denies && !other.denies && 5 * both >= 3 * shorter;
}

/** Whether a later sentence says all of one and more, so that it can go. */
function growsInto(said: Said, later: Said): boolean {
  if (!isWithin(said, later) || isWithin(later, said)) return false;
  if (!said.denies) return later.sizes.size > 0 || said.sizes.size === 0;
  return (
    said.denied.size > 0 &&
    isPart(said.denied, later.denied) &&
    later.denied.size > said.denied.size &&
    isPart(said.normal, new Set([...later.normal, ...later.denied]))
  );
}

function shared<T>(a: ReadonlySet<T>, b: ReadonlySet<T>): Set<T> {
  return new Set([...a].filter((item) => b.has(item)));
}

function without<T>(a: ReadonlySet<T>, b: ReadonlySet<T>): Set<T> {
  return new Set([...a].filter((item) => !b.has(item)));
}

function isPart<T>(part: ReadonlySet<T>, whole: ReadonlySet<T>): boolean {
  return shared(part, whole).size === part.size;
}
