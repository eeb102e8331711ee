import { sentencesOf } from '../sentences';

/**
 * Where a sentence of the findings comes from and what became of it.
 * - `unread`: as the model wrote it, not judged yet
 * - `accepted`, `rejected`: judged; a rejected one is no longer in the text
 * - `replaced`: one of the model's alternatives stands in its place
 * - `edited`: changed by hand
 * - `written`: written by hand, or taken from a template or phrase
 */
export type SentenceState = 'unread' | 'accepted' | 'rejected' | 'replaced' | 'edited' | 'written';

export interface DraftSentence {
  /** Stays with the sentence through every edit. */
  readonly id: number;
  readonly state: SentenceState;
  /** As it stands in the text; of a rejected one, as it stood there. */
  readonly text: string;
  /** Its place among the sentences of the model's own report; absent when the model did not write it. */
  readonly original?: number;
}

/** A name under a draft. Any later edit voids it. */
export interface Signature {
  readonly name: string;
  /** ISO 8601. */
  readonly at: string;
}

/** An editable report. It is a value: every edit gives a new one. */
export interface Draft {
  /** What the model wrote; never changes. */
  readonly original: string;
  readonly findings: string;
  readonly impression: string;
  /**
   * In the order of the text, rejected ones where they stood. Those that are not rejected are the sentences of
   * `findings`, one for one.
   */
  readonly sentences: readonly DraftSentence[];
  /** ISO 8601 time of the last edit; absent while nobody has touched the draft. */
  readonly editedAt?: string;
  readonly signature?: Signature;
}

/**
 * Why something cannot be done to a draft.
 * - `unnamed`: a signature without a name
 * - `no-text`: a signature under a report without text
 */
export class DraftError extends Error {
  override readonly name = 'DraftError';
  constructor(
    readonly code: 'unnamed' | 'no-text',
    message: string,
  ) {
    super(message);
  }
}

/** The draft of a report as the model wrote it. */
export function draftOf(original: string): Draft {
  const sentences = sentenceTexts(original).map((text, i): DraftSentence => ({
    id: i,
    state: 'unread',
    text,
    original: i,
  }));
  return { original, findings: original, impression: '', sentences };
}

/** Findings and impression as one text; the tags and the marks refer to this one. */
export function fullText({ findings, impression }: Pick<Draft, 'findings' | 'impression'>): string {
  return impression.trim() === '' ? findings : `${findings}\n\n${impression}`;
}

/** The sentences that stand in the text. */
export function liveSentences(draft: Draft): readonly DraftSentence[] {
  return draft.sentences.filter(({ state }) => state !== 'rejected');
}

/** The sentences of a text, each as it is written. */
export function sentenceTexts(text: string): string[] {
  return sentencesOf(text).map(({ start, end }) => text.slice(start, end));
}

/** True when the text is no longer what the model wrote. */
export function isEdited({ original, findings, impression }: Draft): boolean {
  return findings !== original || impression !== '';
}

/** Signs a draft by name. @param at ISO 8601 @throws DraftError `unnamed`, `no-text` */
export function sign(draft: Draft, name: string, at: string): Draft {
  const trimmed = name.trim().replaceAll(/\s+/g, ' ').slice(0, LONGEST_NAME);
  if (!/\p{L}/u.test(trimmed)) throw new DraftError('unnamed', 'A signature needs a name.');
  if (fullText(draft).trim() === '') throw new DraftError('no-text', 'There is no text to sign.');
  return { ...draft, signature: { name: trimmed, at } };
}

/** Takes the signature away; nothing else changes. */
export function unsigned(draft: Draft): Draft {
  const copy: { -readonly [Key in keyof Draft]: Draft[Key] } = { ...draft };
  delete copy.signature;
  return copy;
}

const LONGEST_NAME = 120;
