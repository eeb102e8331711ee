import { concernsOf } from '../concerns';
import type { Entity } from '../entity';
import { guidanceOf, type Report, type ReportSentence } from '../report';
import { impressionStart, joinedText, sectionsAt, type ReportSections, type TextSpan } from '../report-text';
import { sentencesOf } from '../sentences';
import { carrySpans, wordDiff } from './word-diff';

/**
 * A report with an edited text: sentences and their concerns anew; words that stand there unchanged keep their
 * attention, words written by hand have none. An unchanged text gives the report itself.
 * @param draft    what stands there now
 * @param entities of the edited text; absent while it has not been tagged: those of words left alone are kept
 */
export function reviewedReport(report: Report, draft: ReportSections, entities?: readonly Entity[]): Report {
  const text = joinedText(draft);
  const start = impressionStart(draft);
  if (text === report.text && start === report.impressionStart && entities === undefined) return report;
  const rest: { -readonly [Key in keyof Report]: Report[Key] } = { ...report };
  delete rest.impressionStart;
  const diff = wordDiff(report.text, text);
  const tags = entities ?? carrySpans(report.entities, diff);
  const guided = new Map(
    report.sentences.map((sentence) => [
      report.text.slice(sentence.start, sentence.end),
      guidanceOf(sentence),
    ]),
  );
  const sentences = sentencesOf(text).map((span): ReportSentence => {
    const sentence = { ...span, ...guided.get(text.slice(span.start, span.end)) };
    return { ...sentence, concerns: concernsOf(text, sentence, tags, report.findings, start) };
  });
  return {
    ...rest,
    text,
    ...(start === undefined ? {} : { impressionStart: start }),
    words: carrySpans(report.words, diff),
    sentences,
    entities: tags,
  };
}

/** A report with the impression of another one in the place of its own. @param other  by the same decoder, of the same films */
export function withImpressionOf(report: Report, other: Report): Report {
  const { findings } = sectionsAt(report.text, report.impressionStart);
  const { impression } = sectionsAt(other.text, other.impressionStart);
  const start = impressionStart({ findings, impression });
  const shift = (start ?? 0) - (other.impressionStart ?? 0);
  const both = <T extends TextSpan>(own: readonly T[], others: readonly T[]): T[] => [
    ...own.filter((span) => span.start < findings.length),
    ...others
      .filter((span) => span.start >= (other.impressionStart ?? Infinity))
      .map((span) => ({ ...span, start: span.start + shift, end: span.end + shift })),
  ];
  const rest: { -readonly [Key in keyof Report]: Report[Key] } = { ...report };
  delete rest.impressionStart;
  return {
    ...rest,
    text: joinedText({ findings, impression }),
    ...(start === undefined ? {} : { impressionStart: start }),
    words: both(report.words, other.words),
    sentences: both(report.sentences, other.sentences),
    entities: both(report.entities, other.entities),
  };
}
