import type { DraftDocument } from '../domain/draft';
import { findingLabel } from '../domain/finding';
import { isOverThreshold, sortedFindings } from './finding-text';
import { identityLines } from './identity';
import { noticeOf } from './notice';
import { editsLine, provenanceLine } from './provenance';

/**
 * A draft as a piece of HTML that is well-formed XHTML too: for the clipboard as rich text, and for the narrative
 * of a FHIR resource. No style, no script, no link.
 */
export function documentAsHtml(document: DraftDocument): string {
  const { findings, impression, probabilities, provenance, edits, signature } = document;
  const rows = sortedFindings(probabilities).judged.map((finding) => {
    const { name, probability, threshold } = finding;
    const over = isOverThreshold(finding) ? 'over threshold' : '';
    return `<tr><td>${findingLabel(name)}</td><td>${probability.toFixed(2)}</td><td>${threshold.toFixed(2)}</td><td>${over}</td></tr>`;
  });
  const who = identityLines(document.identity).map(escapedHtml);
  return [
    `<p><b>${escapedHtml(noticeOf(signature))}</b></p>`,
    ...(who.length > 0 ? [`<p>${who.join('<br/>')}</p>`] : []),
    '<h3>Findings</h3>',
    ...paragraphs(findings),
    ...(impression.trim() === '' ? [] : ['<h3>Impression</h3>', ...paragraphs(impression)]),
    '<table><thead><tr><th>Finding</th><th>Probability</th><th>Threshold</th><th></th></tr></thead>',
    `<tbody>${rows.join('')}</tbody></table>`,
    `<p>${escapedHtml(provenanceLine(provenance))} ${escapedHtml(editsLine(edits))}</p>`,
  ].join('\n');
}

/** Text that stands in HTML, attributes too, as it is. Characters that XML does not know are left out. */
export function escapedHtml(text: string): string {
  return (
    text
      // eslint-disable-next-line no-control-regex -- these are the characters that XML 1.0 forbids
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
  );
}

function paragraphs(text: string): string[] {
  const blocks = text.split(/\n\s*\n/).filter((block) => block.trim() !== '');
  return blocks.map((block) => `<p>${escapedHtml(block.trim()).replaceAll('\n', '<br/>')}</p>`);
}
