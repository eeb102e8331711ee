import { append, editFindings, editImpression } from './edit';
import type { Draft } from './draft';

/** A whole report to begin from. */
export interface Template {
  readonly id: string;
  readonly title: string;
  readonly findings: string;
  readonly impression: string;
}

/** A text that is put in by its key: `.ptx` and a space. */
export interface Phrase {
  /** Letters and digits, without the dot. */
  readonly key: string;
  readonly text: string;
}

/** Templates that are always there. */
export const OWN_TEMPLATES: readonly Template[] = [
  {
    id: 'normal-chest',
    title: 'Normal chest',
    findings:
      'The heart is normal in size. The mediastinal contours are within normal limits. The lungs are clear. ' +
      'No pleural effusion or pneumothorax. No acute osseous abnormality.',
    impression: 'No acute cardiopulmonary abnormality.',
  },
];

/** Phrases that are always there. */
export const OWN_PHRASES: readonly Phrase[] = [
  { key: 'heart', text: 'The heart is normal in size.' },
  { key: 'med', text: 'The mediastinal contours are within normal limits.' },
  { key: 'clear', text: 'The lungs are clear.' },
  { key: 'eff', text: 'No pleural effusion.' },
  { key: 'ptx', text: 'No pneumothorax.' },
  { key: 'bone', text: 'No acute osseous abnormality.' },
  { key: 'normal', text: 'No acute cardiopulmonary abnormality.' },
  { key: 'stable', text: 'No change since the prior examination.' },
];

/** What a phrase key may look like. */
export const PHRASE_KEY = /^[a-z0-9]{1,20}$/;

/** Puts a template in the place of the text, or its text after it. */
export function applyTemplate(
  draft: Draft,
  template: Template,
  how: 'replace' | 'append',
  at: string,
): Draft {
  if (how === 'append') {
    const findings = append(draft, 'findings', template.findings, at);
    return template.impression === '' ? findings : append(findings, 'impression', template.impression, at);
  }
  return editImpression(editFindings(draft, template.findings, at), template.impression, at);
}

/**
 * The text with the key before the caret replaced by its phrase.
 * @param caret place in the text, UTF-16 code units
 * @returns undefined when no known key stands there
 */
export function expandPhrase(
  text: string,
  caret: number,
  phrases: readonly Phrase[],
): { readonly text: string; readonly caret: number } | undefined {
  const typed = /(?:^|\s)\.([a-z0-9]+)$/i.exec(text.slice(0, caret))?.[1];
  const phrase = typed && phrases.find(({ key }) => key === typed.toLowerCase());
  if (!typed || !phrase) return undefined;
  const start = caret - typed.length - 1;
  return {
    text: text.slice(0, start) + phrase.text + text.slice(caret),
    caret: start + phrase.text.length,
  };
}
