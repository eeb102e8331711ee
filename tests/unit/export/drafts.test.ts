import { describe, expect, it } from 'vitest';
import {
  documentOf,
  draftOf,
  draftOfReport,
  editFindings,
  editImpression,
  reviewedReport,
  sign,
  untouchedDocument,
  type DraftDocument,
} from '../../../src/domain/draft';
import {
  documentAsCsv,
  documentAsHtml,
  documentAsJson,
  documentAsMarkdown,
  documentAsText,
  NOT_REVIEWED,
  studiesAsCsv,
} from '../../../src/export';
import { parseCsv } from '../../../cli/csv';
import { EXPORTS } from '../../fixtures/document-exports';
import { madeReport } from '../../ui/harness/report';

const AT = '2026-03-04T05:06:07.000Z';
const report = madeReport(true);

function made(findings: string, impression = '', name?: string): DraftDocument {
  let draft = editImpression(editFindings(draftOf(report.text), findings, AT), impression, AT);
  if (name !== undefined) draft = sign(draft, name, AT);
  return documentOf(draft, reviewedReport(report, draft));
}

describe.each(Object.entries(EXPORTS))('the %s export', (_, make) => {
  it('says that it is not reviewed until it is signed, then by whom and when', () => {
    expect(make(made('Small effusion.'))).toContain(NOT_REVIEWED);
    const signed = make(made('Small effusion.', '', 'A. Reader'));
    expect(signed).toContain('Reviewed by A. Reader on 2026-03-04; research use only');
    expect(signed).not.toContain('not reviewed. Not a medical');
  });

  it('holds findings and impression', () => {
    const text = make(made('Small effusion.', 'Follow up.'));
    expect(text).toContain('Small effusion');
    expect(text).toContain('Follow up');
  });
});

describe('the text export', () => {
  it('says which weights wrote it and what was done by hand', () => {
    const text = documentAsText(made(`${report.text} Old fracture.`, 'Effusion.'));
    expect(text).toContain('Draft written by effnet-lite0 1.0.0, lite-gru 1.0.0');
    expect(text).toContain('Edited by hand');
    expect(text).toContain('1 written by hand or from a template');
    expect(text).toContain('Impression written by hand.');
    expect(documentAsText(documentOf(draftOf(report.text), report))).toContain('Not edited by hand.');
  });
});

describe('the model’s impression', () => {
  const concluded = untouchedDocument(madeReport(true, true));
  const own = 'Right pleural effusion. No pneumothorax.';

  it.each(Object.entries(EXPORTS))('leaves with the %s export', (_, make) => {
    expect(make(concluded)).toContain(own);
  });

  it('stands apart from the findings, and beside an edited one', () => {
    expect(documentAsText(concluded)).toContain(`\n\nIMPRESSION\n${own}\n\n`);
    const draft = editImpression(draftOfReport(madeReport(true, true)), 'Left pleural effusion.', AT);
    const document = documentOf(draft, reviewedReport(madeReport(true, true), draft));
    expect(JSON.parse(documentAsJson(document))).toMatchObject({
      sections: { impression: 'Left pleural effusion.' },
      originalImpression: own,
      edits: { impressionOrigin: 'edited' },
    });
    expect(documentAsText(document)).toContain('Impression edited by hand.');
    const [titles, row] = parseCsv(documentAsCsv(document, 'Study'));
    expect(row![titles!.indexOf('model_impression')]).toBe(own);
    expect(row![titles!.indexOf('impression')]).toBe('Left pleural effusion.');
  });
});

describe('the JSON export', () => {
  it('holds the model’s own text beside the edited one', () => {
    const body = JSON.parse(documentAsJson(made('Other.', 'Normal.', 'A. Reader'))) as Record<
      string,
      unknown
    >;
    expect(body).toMatchObject({
      reviewed: true,
      reviewedBy: 'A. Reader',
      text: 'Other.\n\nNormal.',
      sections: { findings: 'Other.', impression: 'Normal.' },
      original: report.text,
      edits: { edited: true },
    });
  });
});

describe('the Markdown export', () => {
  it('takes no text for marks', () => {
    const markdown = documentAsMarkdown(
      made('# Not a title <b>x</b> *a* [b](c) `d` | e\n- no list\n1. no list'),
    );
    expect(markdown).toContain(
      '\\# Not a title \\<b\\>x\\</b\\> \\*a\\* \\[b\\](c) \\`d\\` \\| e\n\\- no list\n1\\. no list',
    );
  });
});

describe('the HTML export', () => {
  it('takes no text for tags', () => {
    const html = documentAsHtml(made('<script>alert("x")</script> & more\u0007', '<img>'));
    expect(html).toContain('&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; more</p>');
    expect(html).not.toMatch(/<script|<img/);
    expect(html).not.toContain('\u0007');
  });
});

describe('the CSV export', () => {
  it('reads back cell by cell', () => {
    const document = made('One, "two"\nthree.', '=1+1', 'A. Reader');
    const [titles, row] = parseCsv(documentAsCsv(document, '=HYPERLINK("x")'));
    const cell = (name: string): string | undefined => row![titles!.indexOf(name)];
    expect(row).toHaveLength(titles!.length);
    expect(cell('study')).toBe('\'=HYPERLINK("x")');
    expect(cell('findings')).toBe('One, "two"\nthree.');
    expect(cell('impression')).toBe("'=1+1");
    expect(cell('reviewed_by')).toBe('A. Reader');
    expect(cell('p_effusion')).toBe('0.7400');
    expect(cell('over_effusion')).toBe('1');
    expect(cell('p_hernia'), 'not judged').toBe('');
  });

  it('has a row for a study that failed', () => {
    const csv = studiesAsCsv([
      { study: 'Study 1', error: { code: 'truncated', message: 'The file ends.' } },
      { study: 'Study 2', document: made('Normal.') },
    ]);
    const [titles, failed, read] = parseCsv(csv);
    expect(failed, 'as many cells as titles').toHaveLength(titles!.length);
    expect(failed![titles!.indexOf('error_code')]).toBe('truncated');
    expect(read![titles!.indexOf('findings')]).toBe('Normal.');
  });
});
