import type { DraftDocument } from '../domain/draft';
import { findingLabel } from '../domain/finding';
import { isOverThreshold, sortedFindings } from './finding-text';
import { identityLines } from './identity';
import { noticeOf } from './notice';
import { editsLine, provenanceLine } from './provenance';
import { sentencesToCheck } from './text';

/** A draft as Markdown (CommonMark with tables). */
export function documentAsMarkdown(document: DraftDocument): string {
  const { findings, impression, probabilities, provenance, edits, signature } = document;
  const notice = `> **${escaped(noticeOf(signature))}**`;
  const identity = identityLines(document.identity).map((line) => `- ${escaped(line)}`);
  const { judged, unjudged } = sortedFindings(probabilities);
  const rows = judged.map((finding) => {
    const { name, probability, threshold } = finding;
    const over = isOverThreshold(finding) ? 'over' : '';
    return `| ${findingLabel(name)} | ${probability.toFixed(2)} | ${threshold.toFixed(2)} | ${over} |`;
  });
  const doubted = sentencesToCheck(document).map(
    ({ text, concern }) =>
      `- **${concern.kind.replace('-', ' ')}**: “${escaped(text)}” ${escaped(concern.reason)}`,
  );
  const parts = [
    '# Chest radiograph: draft report',
    notice,
    ...(identity.length > 0 ? [identity.join('\n')] : []),
    '## Findings',
    escaped(findings),
    ...(impression.trim() === '' ? [] : ['## Impression', escaped(impression)]),
    '## Finding probabilities',
    ['| Finding | Probability | Threshold | |', '| --- | ---: | ---: | --- |', ...rows].join('\n'),
    ...(unjudged.length > 0
      ? [`Not judged: ${unjudged.map(({ name }) => findingLabel(name)).join(', ')}`]
      : []),
    ...(doubted.length > 0 ? ['## Sentences to check', doubted.join('\n')] : []),
    '## Provenance',
    `${escaped(provenanceLine(provenance))}\n${escaped(editsLine(edits))}`,
    notice,
  ];
  return `${parts.join('\n\n')}\n`;
}

/** Text that no Markdown reader takes for marks, raw HTML, or the beginning of a list or heading. */
function escaped(text: string): string {
  return text
    .replace(/[\\`*_{}[\]<>#|~&]/g, '\\$&')
    .replace(/^(\s*)([-+=])/gm, '$1\\$2')
    .replace(/^(\s*\d+)([.)])/gm, '$1\\$2');
}
