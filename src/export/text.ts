import type { Finding } from '../domain/finding';
import type { Report } from '../domain/report';
import { NOT_REVIEWED } from './notice';
import { provenanceLine } from './provenance';

/** A finding as words: `Pleural_Thickening` gives `Pleural thickening`. */
function spoken(name: string): string {
  const spaced = name.replaceAll('_', ' ').toLowerCase();
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}

function findingLines(findings: readonly Finding[]): string[] {
  const judged = findings.filter((finding) => finding.judged).sort((a, b) => b.probability - a.probability);
  const unjudged = findings.filter((finding) => !finding.judged).map((finding) => spoken(finding.name));
  const width = Math.max(...findings.map((finding) => finding.name.length), 0);
  const lines = judged.map(({ name, probability, threshold }) => {
    const over = probability >= threshold ? '  over threshold' : '';
    return `${spoken(name).padEnd(width)}  ${probability.toFixed(2)}  (threshold ${threshold.toFixed(2)})${over}`;
  });
  return unjudged.length > 0 ? [...lines, `Not judged: ${unjudged.join(', ')}`] : lines;
}

/** The text alone with the notice: what the Copy button puts on the clipboard. */
export function reportAsCopy(report: Report): string {
  return `${report.text}\n\n${NOT_REVIEWED}\n`;
}

/**
 * A report as plain text: the sentences, findings with thresholds, sentences to check, provenance, notice.
 * File names are left out: they may name a patient.
 */
export function reportAsText(report: Report): string {
  const doubted = report.sentences.flatMap((sentence) =>
    sentence.concerns.map(
      (concern) =>
        `(!) ${concern.kind.replace('-', ' ')}: "${report.text.slice(sentence.start, sentence.end).trim()}" ${concern.reason}`,
    ),
  );
  const parts = [
    NOT_REVIEWED,
    report.text,
    ['Findings (calibrated probability)', ...findingLines(report.findings)].join('\n'),
    ...(doubted.length > 0 ? [['Sentences to check', ...doubted].join('\n')] : []),
    provenanceLine(report.provenance),
    NOT_REVIEWED,
  ];
  return `${parts.join('\n\n')}\n`;
}
