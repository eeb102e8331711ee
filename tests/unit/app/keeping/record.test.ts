import { describe, expect, it } from 'vitest';
import { parseStudy, studyAsJson } from '../../../../src/app/keeping/record';
import { draftOf, reviewedReport } from '../../../../src/domain/draft';
import { madeReport } from '../../../ui/harness/report';

describe('a study that was kept', () => {
  it('still knows on which side a finding lies: a sentence that says the other one is marked again', () => {
    const made = madeReport(false);
    const findings = made.findings.map((finding) =>
      finding.name === 'Effusion' ? { ...finding, side: { side: 'left', share: 0.9 } as const } : finding,
    );
    const sentence = 'Small right pleural effusion.';
    const report = reviewedReport(
      { ...made, findings },
      { findings: made.text, impression: '' },
      made.entities,
    );
    const marked = ({ text, sentences }: Pick<typeof report, 'text' | 'sentences'>): string[] =>
      sentences
        .filter(({ concerns }) => concerns.some(({ kind }) => kind === 'other-side'))
        .map(({ start, end }) => text.slice(start, end));
    expect(marked(report)).toEqual([sentence]);

    const at = '2026-01-02T03:04:05.000Z';
    const kept = parseStudy(
      studyAsJson({
        id: crypto.randomUUID(),
        label: 'Study 0001',
        createdAt: at,
        updatedAt: at,
        pair: false,
        draft: draftOf(report.text),
        report,
      }),
    ).report;
    expect(marked(kept)).toEqual([sentence]);
    const edited = reviewedReport(
      { ...kept, words: [] },
      { findings: `${kept.text} Stable.`, impression: '' },
    );
    expect(marked(edited)).toEqual([sentence]);
  });
});
