import { diffArrays } from 'diff';
import type { DraftSentence } from './draft';

/** What becomes of the sentences of a text when it is edited. */
interface Fates {
  /** For each old sentence its new text; undefined for one that is gone. */
  readonly texts: readonly (string | undefined)[];
  /** New sentences after each old one; the first entry: before all of them. */
  readonly inserted: readonly (readonly string[])[];
}

/**
 * Carries what is known of the sentences over to a text that was edited freely: those that stand there unchanged
 * keep their state, a changed one is `edited`, a new one `written`, and one of the model's that is gone is
 * `rejected` and stays where it stood.
 * @param texts     the sentences of the new text, in order
 * @param originals the sentences of the model's report
 */
export function alignSentences(
  before: readonly DraftSentence[],
  texts: readonly string[],
  originals: readonly string[],
): DraftSentence[] {
  const live = before.filter(({ state }) => state !== 'rejected');
  const fates = fatesOf(
    live.map(({ text }) => text),
    texts,
  );
  let nextId = before.reduce((highest, { id }) => Math.max(highest, id), -1) + 1;
  const written = (place: number): DraftSentence[] =>
    (fates.inserted[place] ?? []).map((text) => ({ id: nextId++, state: 'written', text }));
  const after = written(0);
  let place = 0;
  for (const sentence of before) {
    if (sentence.state === 'rejected') {
      after.push(sentence);
      continue;
    }
    after.push(...outcome(sentence, fates.texts[place], originals));
    place += 1;
    after.push(...written(place));
  }
  return revived(after);
}

/** Changed sentences are taken for each other in order, as far as as many are gone as came. */
function fatesOf(before: readonly string[], after: readonly string[]): Fates {
  const texts: (string | undefined)[] = [];
  const inserted: string[][] = [[]];
  let gone: number[] = [];
  for (const { value, added, removed } of diffArrays([...before], [...after])) {
    if (removed) {
      gone = value.map((_, i) => texts.length + i);
      inserted.push(...value.map(() => []));
      texts.push(...value.map(() => undefined));
    } else if (added) {
      value.slice(0, gone.length).forEach((text, i) => (texts[gone[i] ?? 0] = text));
      inserted[texts.length]?.push(...value.slice(gone.length));
      gone = [];
    } else {
      gone = [];
      texts.push(...value);
      inserted.push(...value.map(() => []));
    }
  }
  return { texts, inserted };
}

function outcome(
  sentence: DraftSentence,
  text: string | undefined,
  originals: readonly string[],
): DraftSentence[] {
  const { original } = sentence;
  if (text === sentence.text) return [sentence];
  if (text === undefined) return original === undefined ? [] : [{ ...sentence, state: 'rejected' }];
  if (original === undefined) return [{ ...sentence, state: 'written', text }];
  return [{ ...sentence, state: text === originals[original] ? 'unread' : 'edited', text }];
}

/** A sentence written again word for word as one that was rejected is that one. */
function revived(sentences: readonly DraftSentence[]): DraftSentence[] {
  const back = new Map<DraftSentence, DraftSentence>();
  const spent = new Set<DraftSentence>();
  for (const written of sentences) {
    if (written.state !== 'written') continue;
    const known = sentences.find(
      (each) => each.state === 'rejected' && each.text === written.text && !spent.has(each),
    );
    if (!known) continue;
    spent.add(known);
    back.set(written, { ...known, state: 'unread' });
  }
  return sentences.filter((each) => !spent.has(each)).map((each) => back.get(each) ?? each);
}
