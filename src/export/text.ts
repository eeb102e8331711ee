import type { DraftDocument } from '../domain/draft';
import { findingLabel, type Finding } from '../domain/finding';
import type { ReportSentence } from '../domain/report';
import { isOverThreshold, sortedFindings } from './finding-text';
import { identityLines } from './identity';
import { noticeOf } from './notice';
import { editsLine, provenanceLine } from './provenance';

/** The text of a draft with its notice, as plain text for the clipboard. */
export function documentAsCopy(document: DraftDocument): string {
  const parts = [...identityBlock(document), sections(document), noticeOf(document.signature)];
  return `${parts.join('\n\n')}\n`;
}

/**
 * A draft as plain text: the sentences, findings with thresholds, sentences to check, provenance with what was done by
 * hand, notice. File names are left out: they may name a patient.
 */
export function documentAsText(document: DraftDocument): string {
  const notice = noticeOf(document.signature);
  const doubted = sentencesToCheck(document).map(
    ({ text, concern }) => `(!) ${concern.kind.replace('-', ' ')}: "${text}" ${concern.reason}`,
  );
  const parts = [
    notice,
    ...identityBlock(document),
    sections(document),
    ['Findings (calibrated probability)', ...findingLines(document.probabilities)].join('\n'),
    ...(doubted.length > 0 ? [['Sentences to check', ...doubted].join('\n')] : []),
    [provenanceLine(document.provenance), editsLine(document.edits)].join('\n'),
    notice,
  ];
  return `${parts.join('\n\n')}\n`;
}

/** Sentences with a concern, each concern on its own. */
export function sentencesToCheck({ text, sentences }: Pick<DraftDocument, 'text' | 'sentences'>): {
  readonly text: string;
  readonly concern: ReportSentence['concerns'][number];
}[] {
  return sentences.flatMap(({ start, end, concerns }) =>
    concerns.map((concern) => ({ text: text.slice(start, end).trim(), concern })),
  );
}

/** The identifiers in one block, where they are to be exported. */
function identityBlock({ identity }: DraftDocument): string[] {
  const lines = identityLines(identity);
  return lines.length > 0 ? [lines.join('\n')] : [];
}

/** Findings and impression under their titles; findings alone need none. */
function sections({ findings, impression }: DraftDocument): string {
  if (impression.trim() === '') return findings;
  return `FINDINGS\n${findings}\n\nIMPRESSION\n${impression}`;
}

function findingLines(findings: readonly Finding[]): string[] {
  const { judged, unjudged } = sortedFindings(findings);
  const width = Math.max(...findings.map((finding) => finding.name.length), 0);
  const lines = judged.map((finding) => {
    const { name, probability, threshold } = finding;
    const over = isOverThreshold(finding) ? '  over threshold' : '';
    return `${findingLabel(name).padEnd(width)}  ${probability.toFixed(2)}  (threshold ${threshold.toFixed(2)})${over}`;
  });
  const names = unjudged.map(({ name }) => findingLabel(name)).join(', ');
  return unjudged.length > 0 ? [...lines, `Not judged: ${names}`] : lines;
}
