import { describe, expect, it } from 'vitest';
import { untouchedDocument, type DraftDocument } from '../../../src/domain/draft';
import { joinedText } from '../../../src/domain/report-text';
import { documentAsPlain, NO_ADVICE, NOT_REVIEWED } from '../../../src/export';
import { madeReport } from '../../ui/harness/report';
import { marked } from '../domain/plain/reports';

/** A document of sections with marks, as `marked` reads them. */
function documentOf(findings: string, impression = ''): DraftDocument {
  const sections = { findings: marked(findings).text, impression: marked(impression).text };
  const { entities } = marked(joinedText({ findings, impression }));
  return { ...untouchedDocument(madeReport(true)), ...sections, text: joinedText(sections), entities };
}

describe('the plain-language export', () => {
  it('holds the text, each term explained once, what was left, and both notices', () => {
    const text = documentAsPlain(
      documentOf('No [pleural effusion|D-]. No right [effusion|D-]. [Wibble|D+].'),
    );
    const lines = text.split('\n');
    expect(lines[0]).toBe(NOT_REVIEWED);
    expect(lines[2]).toBe('No fluid around the lungs. No fluid around the right lung. Wibble.');
    expect(lines.filter((line) => line.startsWith('pleural effusion: '))).toHaveLength(1);
    expect(lines).toContain('Left as written: Wibble');
    expect(lines.at(-2)).toBe(NO_ADVICE);
  });

  it('has the impression under its own title, and a term of both sections explained once', () => {
    const text = documentAsPlain(documentOf('Small [pleural effusion|D+].', 'No [pleural effusion|D-].'));
    expect(text).toMatch(
      /\n\nFINDINGS\nA small amount of fluid around the lungs\.\n\nIMPRESSION\nNo fluid around the/,
    );
    expect(text.match(/^pleural effusion: /gm)).toHaveLength(1);
  });

  it('says who signed', () => {
    const signature = { name: 'A. Reader', at: '2026-03-04T05:06:07.000Z' };
    expect(documentAsPlain({ ...documentOf('All is well.'), signature })).toMatch(
      /^Reviewed by A\. Reader on 2026-03-04/,
    );
  });

  it('leaves out the lists when nothing is tagged', () => {
    expect(documentAsPlain(documentOf('All is well.'))).toBe(
      `${NOT_REVIEWED}\n\nAll is well.\n\n${NO_ADVICE}\n`,
    );
  });
});
