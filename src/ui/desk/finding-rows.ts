import { LOW_SUPPORT_SHARE } from '../../domain/concerns';
import { findingLabel, FINDINGS, type Finding, type FindingName } from '../../domain/finding';

/** What the report says of a finding. */
export type Statement = 'stated' | 'denied' | 'uncertain' | 'not stated';

/** One line of the findings list. */
export interface FindingRow {
  readonly name: FindingName;
  readonly label: string;
  /** Absent while the films are being read. */
  readonly finding?: Finding;
  readonly over: boolean;
  readonly statement?: Statement;
}

/**
 * The findings as the list shows them: judged ones by falling probability, then those that are not judged.
 * @param statements  what the report says; a finding that is not in it is not stated
 */
export function findingRows(
  findings: readonly Finding[],
  statements: ReadonlyMap<FindingName, Exclude<Statement, 'not stated'>>,
): FindingRow[] {
  return [...findings]
    .sort((a, b) => Number(b.judged) - Number(a.judged) || (a.judged ? b.probability - a.probability : 0))
    .map((finding) => ({
      name: finding.name,
      label: findingLabel(finding.name),
      finding,
      over: finding.judged && finding.probability >= finding.threshold,
      ...(finding.name === 'No Finding' ? {} : { statement: statements.get(finding.name) ?? 'not stated' }),
    }));
}

/**
 * True when the report and the probability part ways: over the threshold and not in the report, or stated
 * with a probability under half the threshold.
 */
export function disagrees({ finding, over, statement }: FindingRow): boolean {
  if (!finding?.judged || statement === undefined) return false;
  if (over) return statement === 'not stated' || statement === 'denied';
  return statement === 'stated' && finding.probability < LOW_SUPPORT_SHARE * finding.threshold;
}

/** The same list before anything is known, so that it takes its place at once. */
export function blankRows(): FindingRow[] {
  return FINDINGS.map((name) => ({ name, label: findingLabel(name), over: false }));
}
