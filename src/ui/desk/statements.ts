import type { FindingName } from '../../domain/finding';
import type { Report } from '../../domain/report';
import type { Statement } from './finding-rows';

/** What a report says of each finding it names. */
export function statements(_report: Report): ReadonlyMap<FindingName, Exclude<Statement, 'not stated'>> {
  return new Map();
}
