import type { DraftDocument } from '../domain/draft';
import type { FilmIdentity } from '../domain/film';
import { FINDINGS } from '../domain/finding';
import { csvRecord } from './csv';
import { noticeOf } from './notice';

/** One study of a table: its draft, or why there is none. */
export interface StudyRow {
  /** Made up, or a file name the user has chosen to have in the table. */
  readonly study: string;
  readonly document?: DraftDocument;
  readonly error?: { readonly code: string; readonly message: string };
}

const COLUMNS = [
  'study',
  'notice',
  'reviewed_by',
  'reviewed_at',
  'findings',
  'impression',
  'model_text',
  'model_impression',
  'edited',
  'sentences_to_check',
  'written_at',
  'models',
  'error_code',
  'error',
  ...FINDINGS.flatMap((name) => [`p_${column(name)}`, `over_${column(name)}`]),
] as const;

/** Columns behind the others, there only when a study goes out with its identifiers. */
const IDENTITY_COLUMNS: readonly (readonly [column: string, key: keyof FilmIdentity])[] = [
  ['patient_name', 'patientName'],
  ['patient_id', 'patientId'],
  ['birth_date', 'birthDate'],
  ['sex', 'sex'],
  ['study_date', 'studyDate'],
  ['accession', 'accession'],
  ['institution', 'institution'],
  ['description', 'description'],
];

/**
 * Studies as CSV (RFC 4180, CRLF), one a row: text, probabilities (empty where the model does not judge), whether
 * each is over its threshold (1, 0). Cells that a spreadsheet would take for a formula begin with an apostrophe.
 */
export function studiesAsCsv(studies: readonly StudyRow[]): string {
  const named = studies.some(({ document }) => document?.identity) ? IDENTITY_COLUMNS : [];
  const rows = studies.map((study) => [
    ...padded(cells(study)),
    ...named.map(([, key]) => study.document?.identity?.[key] ?? ''),
  ]);
  return [[...COLUMNS, ...named.map(([column]) => column)], ...rows].map((row) => csvRecord(row)).join('');
}

/** One draft as CSV: a title row and its own. */
export function documentAsCsv(document: DraftDocument, study: string): string {
  return studiesAsCsv([{ study, document }]);
}

function cells({ study, document, error }: StudyRow): (string | number)[] {
  const fault = [error?.code ?? '', error?.message ?? ''];
  if (!document) return [study, noticeOf(undefined), ...Array<string>(10).fill(''), ...fault];
  const { signature, findings, impression, original, originalImpression, edits, sentences, provenance } =
    document;
  return [
    study,
    noticeOf(signature),
    signature?.name ?? '',
    signature?.at ?? '',
    findings,
    impression,
    original,
    originalImpression,
    edits.edited ? 1 : 0,
    sentences.filter(({ concerns }) => concerns.length > 0).length,
    provenance.createdAt,
    provenance.models.map(({ id, version }) => `${id} ${version}`).join('; '),
    ...fault,
    ...FINDINGS.flatMap((name) => {
      const finding = document.probabilities.find((each) => each.name === name);
      if (!finding?.judged) return ['', ''];
      return [finding.probability.toFixed(4), finding.probability >= finding.threshold ? 1 : 0];
    }),
  ];
}

/** A study without a document has empty cells up to the last column of its own. */
function padded(row: readonly (string | number)[]): (string | number)[] {
  return [...row, ...Array<string>(COLUMNS.length - row.length).fill('')];
}

function column(name: string): string {
  return name.toLowerCase().replaceAll(' ', '_');
}
