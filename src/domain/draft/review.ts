import { concernsOf } from '../concerns';
import type { Entity } from '../entity';
import type { Report } from '../report';
import { sentencesOf } from '../sentences';
import { carrySpans, wordDiff } from './word-diff';

/**
 * A report with an edited text: sentences and their concerns anew; words that stand there unchanged keep their
 * attention, words written by hand have none. An unchanged text gives the report itself.
 * @param entities of the edited text; absent while it has not been tagged: those of words left alone are kept
 */
export function reviewedReport(report: Report, text: string, entities?: readonly Entity[]): Report {
  if (text === report.text && entities === undefined) return report;
  const diff = wordDiff(report.text, text);
  const tags = entities ?? carrySpans(report.entities, diff);
  const sentences = sentencesOf(text).map((sentence) => ({
    ...sentence,
    concerns: concernsOf(text, sentence, tags, report.findings),
  }));
  return { ...report, text, words: carrySpans(report.words, diff), sentences, entities: tags };
}
