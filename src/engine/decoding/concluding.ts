import { deniedByConclusion } from '../../domain/conclusion';
import type { FindingName } from '../../domain/finding';
import { withoutRestatements, type GuidedSentence } from './guided';
import table from './guided-words.json';
import { stancesOf } from './stances';

/** Findings that train's impressions state in about half or more of the studies whose findings do. */
const CONCLUDED: readonly string[] = table.concluded;
/** Both are left out of what is taken over. */
const INTRODUCTIONS: readonly string[] = table.introductions;
const ENDINGS: readonly string[] = table.endings;
/** Words of size, side and place. */
const QUALIFIERS: ReadonlySet<string> = new Set([
  ...table.sizes,
  ...table.sides.left,
  ...table.sides.right,
  ...table.places,
]);

interface Stating {
  readonly sentence: GuidedSentence;
  readonly stated: ReadonlySet<string>;
}

/**
 * Makes an impression follow from the findings above it, the last step after decoding. A decoder's impression leaves out
 * most of what its findings state, and concludes what they do not. A sentence that concludes none but findings that the
 * findings do not state, or puts one of them in another place or size, is taken back, and so is one that denies what
 * they state; a finding that they state, and that radiologists mostly conclude, is taken over from them where no
 * sentence of the impression states it. training/decoders/concluding.py does exactly the same.
 * @param impression  lower-case words, without full stops
 * @param findings    as they are shown; what is taken over keeps the guidance that it has there, and comes first
 */
export function concludingSentences(
  impression: readonly (readonly string[])[],
  findings: readonly GuidedSentence[],
): GuidedSentence[] {
  const above = findings.map((sentence) => ({ sentence, stated: stancesOf(sentence.words).stated }));
  const stated = new Set(above.flatMap((one) => [...one.stated]));
  const kept = impression.filter((words) => follows(words, above, stated));
  const concluded = new Set(kept.flatMap((words) => [...stancesOf(words).stated]));
  const wanted = new Set(CONCLUDED.filter((finding) => stated.has(finding) && !concluded.has(finding)));
  const taken = above.flatMap(({ sentence, stated: said }): GuidedSentence[] => {
    const found = [...said].filter((finding) => wanted.has(finding)) as FindingName[];
    said.forEach((finding) => wanted.delete(finding));
    return found[0] ? [{ ...sentence, words: shortened(sentence.words), takenOverFor: found[0] }] : [];
  });
  return withoutRestatements([...taken, ...kept.map((words) => ({ words }))]);
}

function follows(words: readonly string[], above: readonly Stating[], stated: ReadonlySet<string>): boolean {
  const own = stancesOf(words);
  const denied = deniedByConclusion(words.join(' '), stated as ReadonlySet<FindingName>);
  if ([...own.denied, ...own.normal, ...denied].some((finding) => stated.has(finding))) return false;
  if (own.stated.size === 0) return true;
  const sources = above.filter((one) => [...one.stated].some((finding) => own.stated.has(finding)));
  const told = new Set(sources.flatMap(({ sentence }) => sentence.words));
  return sources.length > 0 && words.every((word) => !QUALIFIERS.has(word) || told.has(word));
}

function shortened(words: readonly string[]): readonly string[] {
  const text = words.join(' ');
  const introduction = INTRODUCTIONS.find((start) => text.startsWith(`${start} `));
  const rest = introduction ? text.slice(introduction.length + 1) : text;
  return ENDINGS.reduce(
    (left, ending) => (left.endsWith(` ${ending}`) ? left.slice(0, -ending.length - 1) : left),
    rest,
  ).split(' ');
}
