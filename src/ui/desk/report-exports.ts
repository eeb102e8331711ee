import type { Report } from '../../domain/report';
import { reportAsJson, reportAsText, taggedReport } from '../../export';
import { ENTITY_EXPORTS } from '../entities/entity-exports';

/** One way for a report to leave the app as a file. */
export interface ReportExport {
  readonly label: string;
  /** Of the file's name. */
  readonly ending: string;
  readonly type: string;
  readonly make: (report: Report) => string;
}

/** The export menu, in its order: the report, then its entities (always of the label set `report`). */
export const REPORT_EXPORTS: readonly ReportExport[] = [
  { label: 'Plain text (.txt)', ending: 'txt', type: 'text/plain', make: reportAsText },
  { label: 'JSON (.json)', ending: 'json', type: 'application/json', make: reportAsJson },
  ...ENTITY_EXPORTS.map((kind) => ({ ...kind, make: (report: Report) => kind.make(taggedReport(report)) })),
];
