import type { Entity } from '../domain/entity';
import { rewritePlain } from '../domain/plain';
import { NOT_REVIEWED } from './notice';

/** Stands under every plain-language text, on the screen and in the export. */
export const NO_ADVICE =
  'This is a reading aid made by a program. It is not medical advice and can be wrong. Only your care team can tell you what the report means for you.';

/**
 * A report in plain words as text: the sentences, the terms with what they mean, the terms left as they were, notices.
 * @param entities  label set `report`, UTF-16 code units of `text`
 */
export function plainAsText(text: string, entities: readonly Entity[]): string {
  const plain = rewritePlain(text, entities);
  const explained = plain.explained.map(({ term, explanation }) => `${term}: ${explanation}`);
  const parts = [
    NOT_REVIEWED,
    plain.text.trim(),
    ...(explained.length > 0 ? [['Words explained', ...explained].join('\n')] : []),
    ...(plain.unknown.length > 0 ? [`Left as written: ${plain.unknown.join(', ')}`] : []),
    NO_ADVICE,
  ];
  return `${parts.join('\n\n')}\n`;
}
