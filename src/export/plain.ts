import type { DraftDocument } from '../domain/draft';
import { plainReport } from '../domain/plain';
import { impressionStart } from '../domain/report-text';
import { noticeOf } from './notice';

/** Stands under every plain-language text, on the screen and in the export. */
export const NO_ADVICE =
  'This is a reading aid made by a program. It is not medical advice and can be wrong. Only your care team can tell you what the report means for you.';

/**
 * A draft in plain words, as text: the sections, the terms with what they mean, the terms left as they were, notices.
 * Who the film is of is left out.
 */
export function documentAsPlain(document: DraftDocument): string {
  const { sections, explained, unknown } = plainReport(
    document.text,
    document.entities,
    impressionStart(document),
  );
  const written = sections.map(({ name, plain }) =>
    sections.length > 1 ? `${name.toUpperCase()}\n${plain.text.trim()}` : plain.text.trim(),
  );
  const meanings = explained.map(({ term, explanation }) => `${term}: ${explanation}`);
  const parts = [
    noticeOf(document.signature),
    ...written,
    ...(meanings.length > 0 ? [['Words explained', ...meanings].join('\n')] : []),
    ...(unknown.length > 0 ? [`Left as written: ${unknown.join(', ')}`] : []),
    NO_ADVICE,
  ];
  return `${parts.join('\n\n')}\n`;
}
