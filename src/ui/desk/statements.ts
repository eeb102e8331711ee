import { stancesOf } from '../../domain/concerns';
import type { FindingName } from '../../domain/finding';
import type { Report } from '../../domain/report';
import type { Statement } from './finding-rows';

type Said = Exclude<Statement, 'not stated'>;

const WORDS = { present: 'stated', uncertain: 'uncertain', absent: 'denied' } as const;
const RANK: Readonly<Record<Said, number>> = { stated: 2, uncertain: 1, denied: 0 };

/** What a report says of each finding it names; what is stated in one sentence outweighs what another denies. */
export function statements(
  report: Pick<Report, 'text' | 'sentences' | 'entities'>,
): ReadonlyMap<FindingName, Said> {
  const said = new Map<FindingName, Said>();
  for (const sentence of report.sentences) {
    for (const [name, stance] of stancesOf(report.text, sentence, report.entities)) {
      const word = WORDS[stance];
      const known = said.get(name);
      if (known === undefined || RANK[word] > RANK[known]) said.set(name, word);
    }
  }
  return said;
}
