import type { DraftDocument } from '../domain/draft';
import { noticeOf } from './notice';

/** Format of the JSON export; raised when a field changes its meaning. */
export const REPORT_FORMAT = 'scribe-cxr-report/1';

/**
 * A draft as JSON: text, sentences with concerns, findings, entities, view and orientation, provenance; the model's own
 * text, what was done by hand, and the signature. `start` and `end` are UTF-16 code units of `text`. Attention maps and
 * file names are left out: the first are large, the second may name a patient.
 */
export function documentAsJson(document: DraftDocument): string {
  const { text, findings, impression, original, originalImpression } = document;
  const { sentences, probabilities, entities } = document;
  const { quality, provenance, edits, signature, identity } = document;
  const body = {
    format: REPORT_FORMAT,
    notice: noticeOf(signature),
    reviewed: signature !== undefined,
    ...(signature ? { reviewedBy: signature.name, reviewedAt: signature.at } : {}),
    ...(identity ? { identity } : {}),
    text,
    sections: { findings, impression },
    original,
    originalImpression,
    sentences,
    findings: probabilities,
    entities,
    quality,
    provenance,
    edits,
  };
  return `${JSON.stringify(body, undefined, 2)}\n`;
}
