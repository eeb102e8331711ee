import type { Report } from '../report';
import { joinedText, sectionsAt } from '../report-text';
import { sentencesOf } from '../sentences';
import { wordDiff } from './word-diff';

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
  /** The findings as the model wrote them; never change. */
  readonly original: string;
  /** The impression as the model wrote it, empty where it wrote none; never changes. */
  readonly originalImpression: string;
  readonly findings: string;
  readonly impression: string;
  /** The impression that the model wrote again from edited findings; absent where nobody has asked for it. */
  readonly impressionAgain?: string;
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

/** The draft of a report as the model wrote it. @param impression the model's, where it writes one */
export function draftOf(original: string, impression = ''): Draft {
  const sentences = sentenceTexts(original).map((text, i): DraftSentence => ({
    id: i,
    state: 'unread',
    text,
    original: i,
  }));
  return { original, originalImpression: impression, findings: original, impression, sentences };
}

/** The draft of a report that nobody has touched. */
export function draftOfReport({ text, impressionStart }: Pick<Report, 'text' | 'impressionStart'>): Draft {
  const { findings, impression } = sectionsAt(text, impressionStart);
  return draftOf(findings, impression);
}

/** Findings and impression as one text; the tags and the marks refer to this one. */
export function fullText(draft: Pick<Draft, 'findings' | 'impression'>): string {
  return joinedText(draft);
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
export function isEdited({ original, originalImpression, findings, impression }: Draft): boolean {
  return findings !== original || impression !== originalImpression;
}

/** Whose an impression is: the model's word for word (`again`: from edited findings), the model's changed by hand, or by hand. */
export type ImpressionOrigin = 'none' | 'model' | 'model, again' | 'edited' | 'by hand';

/** The model's impression that the draft's is compared with: the last one that it wrote. */
export function modelImpression({ originalImpression, impressionAgain }: Draft): string {
  return impressionAgain ?? originalImpression;
}

export function impressionOrigin(draft: Draft): ImpressionOrigin {
  const { impression, originalImpression } = draft;
  if (impression.trim() === '') return 'none';
  if (impression === originalImpression) return 'model';
  if (impression === draft.impressionAgain) return 'model, again';
  const model = modelImpression(draft);
  if (model === '') return 'by hand';
  return wordDiff(model, impression).some(({ kind, text }) => kind === 'same' && /\w/.test(text))
    ? 'edited'
    : 'by hand';
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
