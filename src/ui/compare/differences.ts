import { findingLabel, type Finding, type FindingName } from '../../domain/finding';
import type { Report } from '../../domain/report';
import type { Statement } from '../desk/finding-rows';
import { statements } from '../desk/statements';

/** One sentence of a report, beside those of the other reports. */
export interface ComparedSentence {
  readonly text: string;
  readonly start: number;
  /** True for the first sentence of the impression. */
  readonly opensImpression: boolean;
  /** In all reports, in some others, or in this one alone. */
  readonly shared: 'all' | 'some' | 'own';
  readonly concerns: readonly string[];
}

/** What one report and its finding head make of a finding. */
export interface Opinion {
  readonly statement: Statement;
  readonly finding: Finding | undefined;
  readonly over: boolean;
}

/** One finding with an opinion of each report. */
export interface ComparedFinding {
  readonly name: FindingName;
  readonly label: string;
  readonly opinions: readonly Opinion[];
  /** The texts say different things. */
  readonly textsDiffer: boolean;
  /** The heads stand on different sides of their thresholds. */
  readonly headsDiffer: boolean;
}

/** The sentences of each report; two are the same when their words are. */
export function comparedSentences(reports: readonly Report[]): ComparedSentence[][] {
  const said = reports.map(
    ({ text, sentences }) => new Set(sentences.map(({ start, end }) => words(text.slice(start, end)))),
  );
  return reports.map(({ text, sentences, impressionStart }, place) =>
    sentences.map(({ start, end, concerns }): ComparedSentence => {
      const sentence = text.slice(start, end);
      const others = said.filter((each, i) => i !== place && each.has(words(sentence))).length;
      const shared = others === reports.length - 1 ? 'all' : others > 0 ? 'some' : 'own';
      const opensImpression = start === impressionStart;
      return {
        text: sentence,
        start,
        opensImpression,
        shared,
        concerns: concerns.map(({ reason }) => reason),
      };
    }),
  );
}

/**
 * The findings that any report speaks of or that any head calls, those on which the texts differ first, then those on
 * which the heads do; within these by the highest probability.
 */
export function comparedFindings(reports: readonly Report[]): ComparedFinding[] {
  const [first] = reports;
  if (!first) return [];
  const said = reports.map(statements);
  return first.findings
    .filter(({ name }) => name !== 'No Finding')
    .map(({ name }): ComparedFinding => {
      const opinions = reports.map(({ findings }, place) => opinion(name, findings, said[place]?.get(name)));
      return {
        name,
        label: findingLabel(name),
        opinions,
        textsDiffer: new Set(opinions.map(({ statement }) => statement)).size > 1,
        headsDiffer: new Set(opinions.map(({ over }) => over)).size > 1,
      };
    })
    .filter(({ opinions }) => opinions.some(({ statement, over }) => over || statement !== 'not stated'))
    .sort(
      (a, b) =>
        Number(b.textsDiffer) - Number(a.textsDiffer) ||
        Number(b.headsDiffer) - Number(a.headsDiffer) ||
        highest(b) - highest(a),
    );
}

function opinion(name: FindingName, findings: readonly Finding[], said: Statement | undefined): Opinion {
  const finding = findings.find((each) => each.name === name);
  const over = finding !== undefined && finding.judged && finding.probability >= finding.threshold;
  return { statement: said ?? 'not stated', finding, over };
}

function highest({ opinions }: ComparedFinding): number {
  return Math.max(...opinions.map(({ finding }) => (finding?.judged ? finding.probability : 0)));
}

/** A sentence without its spacing, capitals and full stop. */
function words(sentence: string): string {
  return sentence
    .toLowerCase()
    .replace(/[.\s]+$/, '')
    .split(/\s+/)
    .join(' ');
}
