import { sentencesOf } from '../sentences';
import type { TextSpan } from '../report-text';
import { alignSentences } from './align';
import { draftOf, liveSentences, sentenceTexts, unsigned, type Draft, type DraftSentence } from './draft';

/*
 * Every edit takes a draft and the time (ISO 8601) and gives a new draft without a signature. What changes
 * nothing gives the same draft back, signature and all.
 */

/** Findings typed by hand. */
export function editFindings(draft: Draft, findings: string, at: string): Draft {
  return findings === draft.findings ? draft : withFindings(draft, findings, draft.sentences, at);
}

export function editImpression(draft: Draft, impression: string, at: string): Draft {
  return impression === draft.impression ? draft : { ...unsigned(draft), impression, editedAt: at };
}

/** Takes an impression that the model wrote again, from the findings as they stand. */
export function takeImpression(draft: Draft, impression: string, at: string): Draft {
  return { ...unsigned(draft), impression, impressionAgain: impression, editedAt: at };
}

/** Marks a sentence of the model as judged right; on an accepted one, takes that back. */
export function accept(draft: Draft, id: number, at: string): Draft {
  const sentence = sentenceOf(draft, id);
  if (sentence?.state !== 'unread' && sentence?.state !== 'accepted') return draft;
  const state = sentence.state === 'accepted' ? 'unread' : 'accepted';
  return { ...unsigned(draft), sentences: changed(draft, { ...sentence, state }), editedAt: at };
}

/** Accepts every sentence that is still unread. */
export function acceptAll(draft: Draft, at: string): Draft {
  return draft.sentences
    .filter(({ state }) => state === 'unread')
    .reduce((now, { id }) => accept(now, id, at), draft);
}

/** Takes a sentence out of the text; one that the model wrote can be restored. */
export function reject(draft: Draft, id: number, at: string): Draft {
  const sentence = sentenceOf(draft, id);
  const span = spanOf(draft, id);
  if (!sentence || !span) return draft;
  const { findings } = draft;
  const before = findings.slice(0, span.start);
  const after = findings.slice(span.end);
  const joined = after.trim() === '' ? before.trimEnd() : before + after.replace(/^\s+/, '');
  const sentences =
    sentence.original === undefined
      ? draft.sentences.filter((each) => each !== sentence)
      : changed(draft, { ...sentence, state: 'rejected' });
  return withFindings(draft, joined, sentences, at);
}

/** Puts a rejected sentence back where it stood. */
export function restore(draft: Draft, id: number, at: string): Draft {
  const place = draft.sentences.findIndex((each) => each.id === id);
  const sentence = draft.sentences[place];
  if (sentence?.state !== 'rejected') return draft;
  const before = draft.sentences.slice(0, place).findLast(({ state }) => state !== 'rejected');
  const end = (before && spanOf(draft, before.id)?.end) ?? 0;
  const { findings } = draft;
  const rest = findings.slice(end);
  const head = before ? `${findings.slice(0, end)} ` : '';
  const text = head + sentence.text + (before || rest === '' ? rest : ` ${rest}`);
  return withFindings(draft, text, changed(draft, { ...sentence, state: stateOf(draft, sentence) }), at);
}

/** Puts another text, one of the model's alternatives or its own with the other side, in the place of a sentence. */
export function replaceSentence(draft: Draft, id: number, text: string, at: string): Draft {
  const sentence = sentenceOf(draft, id);
  const span = spanOf(draft, id);
  if (!sentence || !span || sentence.text === text) return draft;
  const findings = draft.findings.slice(0, span.start) + text + draft.findings.slice(span.end);
  const replaced: DraftSentence = { ...sentence, text, state: 'replaced' };
  const state = stateOf(draft, replaced) === 'unread' ? 'unread' : 'replaced';
  return withFindings(draft, findings, changed(draft, { ...replaced, state }), at);
}

/** Adds text at the end of the findings or of the impression. */
export function append(draft: Draft, section: 'findings' | 'impression', text: string, at: string): Draft {
  const now = draft[section].trimEnd();
  const joined = now === '' ? text : `${now} ${text}`;
  return section === 'findings' ? editFindings(draft, joined, at) : editImpression(draft, joined, at);
}

/** Back to what the model wrote, every sentence unread. */
export function startOver(draft: Draft, at: string): Draft {
  return { ...draftOf(draft.original, draft.originalImpression), editedAt: at };
}

/** Where a sentence stands in the findings; undefined for a rejected one. */
export function spanOf(draft: Draft, id: number): TextSpan | undefined {
  const place = liveSentences(draft).findIndex((each) => each.id === id);
  return place < 0 ? undefined : sentencesOf(draft.findings)[place];
}

/** Takes a text with what is thought of its sentences; where the two do not fit, the text is right. */
function withFindings(
  draft: Draft,
  findings: string,
  sentences: readonly DraftSentence[],
  at: string,
): Draft {
  const texts = sentenceTexts(findings);
  const live = sentences.filter(({ state }) => state !== 'rejected');
  const fits = live.length === texts.length && live.every(({ text }, i) => text === texts[i]);
  return {
    ...unsigned(draft),
    findings,
    sentences: fits ? sentences : alignSentences(sentences, texts, sentenceTexts(draft.original)),
    editedAt: at,
  };
}

function sentenceOf(draft: Draft, id: number): DraftSentence | undefined {
  return draft.sentences.find((each) => each.id === id);
}

function changed(draft: Draft, sentence: DraftSentence): DraftSentence[] {
  return draft.sentences.map((each) => (each.id === sentence.id ? sentence : each));
}

/** The state that a sentence's text speaks of: the model's own words are unread again. */
function stateOf(draft: Draft, { original, text }: DraftSentence): DraftSentence['state'] {
  if (original === undefined) return 'written';
  return sentenceTexts(draft.original)[original] === text ? 'unread' : 'edited';
}
