import type { Report } from '../domain/report';
import { NOT_REVIEWED } from './notice';

/** Format of the JSON export; raised when a field changes its meaning. */
export const REPORT_FORMAT = 'scribe-cxr-report/1';

/**
 * A report as JSON: text, sentences with concerns, findings, entities, view and orientation, provenance.
 * `start` and `end` are UTF-16 code units of `text`. Attention maps and file names are left out: the first are
 * large, the second may name a patient.
 */
export function reportAsJson(report: Report): string {
  const { text, sentences, findings, entities, quality, provenance } = report;
  const body = {
    format: REPORT_FORMAT,
    notice: NOT_REVIEWED,
    reviewed: false,
    text,
    sentences,
    findings,
    entities,
    quality,
    provenance,
  };
  return `${JSON.stringify(body, undefined, 2)}\n`;
}
