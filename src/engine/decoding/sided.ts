import type { FindingName, Sides } from '../../domain/finding';
import { statedSide, withOtherSide } from '../../domain/stated-side';
import { withoutRestatements, type GuidedSentence } from './guided';
import { namedFindings, stancesOf } from './stances';

/**
 * Makes the sides that sentences say agree with the film: where one states findings on the left or the right and the
 * film shows all of those whose side it tells on the other, the side is exchanged. Where that was done, so is the side
 * of a sentence that denies one of these findings, or calls the lung clear, on the side on which the film shows it
 * ("left effusion, the right lung is clear" for "right effusion, the left lung is clear").
 * training/decoders/sided.py does exactly the same.
 * @param sentences  lower-case words, without full stops
 * @param isWord     whether the decoder's vocabulary holds a word; a sentence that would need another stays
 */
export function sidedSentences(
  sentences: readonly GuidedSentence[],
  sides: Sides,
  isWord: (word: string) => boolean,
): GuidedSentence[] {
  const exchange = (sentence: GuidedSentence, sideOf: FindingName | undefined): GuidedSentence => {
    if (!sideOf) return sentence;
    const words = withOtherSide(sentence.words.join(' '))?.split(' ');
    return words?.every(isWord) ? { ...sentence, words, sideOf } : sentence;
  };
  const stated = sentences.map((sentence) => exchange(sentence, statedApart(sentence.words, sides)));
  const turned = new Set(stated.flatMap(({ sideOf }) => sideOf ?? []));
  return withoutRestatements(
    stated.map((sentence) => exchange(sentence, deniedThere(sentence.words, sides, turned))),
  );
}

/** The first finding that a sentence states on the other side than the film shows it, if it states none on the film's. */
function statedApart(words: readonly string[], sides: Sides): FindingName | undefined {
  const text = words.join(' ');
  const told = namedFindings(words).flatMap(({ finding, place, denied }) => {
    const said = denied ? undefined : statedSide(text, words.slice(0, place).join(' ').length);
    return said && sides[finding] ? [{ finding, agrees: said === sides[finding] }] : [];
  });
  return told.some(({ agrees }) => agrees) ? undefined : told[0]?.finding;
}

/** The finding among `turned` that a sentence denies on the side on which the film shows it. */
function deniedThere(
  words: readonly string[],
  sides: Sides,
  turned: ReadonlySet<FindingName>,
): FindingName | undefined {
  const { stated, denied, normal } = stancesOf(words);
  if (stated.size > 0) return undefined;
  const isClear = normal.size > 0 && words.includes('clear');
  return [...turned].find(
    (finding) => (isClear || denied.has(finding)) && words.includes(sides[finding] ?? ''),
  );
}
