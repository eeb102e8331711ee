import { asLine, mentionsOf } from '../../domain/mentions';
import { csvRecord } from '../csv';
import type { TaggedText } from './tagged-text';

const COLUMNS = [
  'report',
  'start',
  'end',
  'type',
  'text',
  'assertion',
  'reason',
  'site',
  'sentence',
] as const;

/**
 * The entities of texts as CSV, one a line: the number of the text (from 1), places in UTF-16 code units, and the
 * sentence that holds the entity. The format has no room for a notice.
 */
export function entitiesAsCsv(texts: readonly TaggedText[]): string {
  return csvRecord(COLUMNS) + texts.map((tagged, i) => records(tagged, i + 1)).join('');
}

function records({ text, entities }: TaggedText, report: number): string {
  return mentionsOf(text, entities)
    .map(({ entity, words, sentence, sites }) =>
      csvRecord([
        report,
        entity.start,
        entity.end,
        entity.type,
        words,
        entity.assertion ?? '',
        entity.reason ?? '',
        sites.map((site) => text.slice(site.start, site.end)).join('; '),
        asLine(text, sentence),
      ]),
    )
    .join('');
}
