import type { Entity } from '../entity';
import type { FilmIdentity } from '../film';
import type { Finding } from '../finding';
import type { Provenance, Report, ReportSentence } from '../report';
import {
  draftOfReport,
  fullText,
  impressionOrigin,
  isEdited,
  type Draft,
  type ImpressionOrigin,
  type Signature,
} from './draft';

/** What was done to a draft by hand: part of its provenance. Counts are sentences of the findings. */
export interface HandEdits {
  /** True when the text is not the model's, word for word. */
  readonly edited: boolean;
  /** Sentences of the model that nobody has judged. */
  readonly unread: number;
  readonly accepted: number;
  readonly rejected: number;
  /** Taken from the model's alternatives, or with the side exchanged. */
  readonly replaced: number;
  readonly changed: number;
  /** Written by hand or from a template. */
  readonly written: number;
  /** True when the impression was written or changed by hand. */
  readonly impression: boolean;
  readonly impressionOrigin: ImpressionOrigin;
  /** ISO 8601 time of the last edit. */
  readonly at?: string;
}

/**
 * A draft as it leaves the app: everything an export may say, and nothing that names a patient or a file, unless the
 * user has ticked that the DICOM file's identifiers go with it.
 */
export interface DraftDocument {
  /** Findings and, after a blank line, the impression; `start` and `end` below are UTF-16 code units of it. */
  readonly text: string;
  readonly findings: string;
  readonly impression: string;
  /** The findings as the model wrote them. */
  readonly original: string;
  /** The impression as the model wrote it; empty where it wrote none. */
  readonly originalImpression: string;
  readonly sentences: readonly ReportSentence[];
  readonly entities: readonly Entity[];
  /** Of the finding head. */
  readonly probabilities: readonly Finding[];
  readonly quality: Report['quality'];
  readonly provenance: Provenance;
  readonly edits: HandEdits;
  readonly signature?: Signature;
  /** Who the film is of; there only when the user asked for it in this export. */
  readonly identity?: FilmIdentity;
}

/** The document of an edited draft. @param report the report as `reviewedReport` gives it for the draft's text */
export function documentOf(draft: Draft, report: Report): DraftDocument {
  const { findings, impression, original, originalImpression, signature } = draft;
  return {
    text: fullText(draft),
    findings,
    impression,
    original,
    originalImpression,
    sentences: report.sentences,
    entities: report.entities,
    probabilities: report.findings,
    quality: report.quality,
    provenance: report.provenance,
    edits: handEdits(draft),
    ...(signature ? { signature } : {}),
  };
}

/** The document of a report that nobody has touched. */
export function untouchedDocument(report: Report): DraftDocument {
  return documentOf(draftOfReport(report), report);
}

export function handEdits(draft: Draft): HandEdits {
  const count = (state: Draft['sentences'][number]['state']): number =>
    draft.sentences.filter((sentence) => sentence.state === state).length;
  const origin = impressionOrigin(draft);
  return {
    edited: isEdited(draft),
    unread: count('unread'),
    accepted: count('accepted'),
    rejected: count('rejected'),
    replaced: count('replaced'),
    changed: count('edited'),
    written: count('written'),
    impression: origin === 'edited' || origin === 'by hand',
    impressionOrigin: origin,
    ...(draft.editedAt === undefined ? {} : { at: draft.editedAt }),
  };
}
