import { describe, expect, it } from 'vitest';
import { FINDINGS, type Finding } from '../../../src/domain/finding';
import { untouchedDocument } from '../../../src/domain/draft';
import { documentAsCopy, documentAsJson, documentAsText } from '../../../src/export';
import { disagrees, findingRows } from '../../../src/ui/desk/finding-rows';
import { statements } from '../../../src/ui/desk/statements';
import { madeReport } from '../../ui/harness/report';

const report = madeReport(true);

describe('what the report says of each finding', () => {
  const said = statements(report);

  it('follows the assertion of the marks', () => {
    expect(said.get('Effusion')).toBe('stated');
    expect(said.get('Pneumothorax')).toBe('denied');
    expect(said.get('Pneumonia')).toBe('uncertain');
    expect(said.has('Edema')).toBe(false);
  });

  it('lets a statement outweigh a denial elsewhere', () => {
    const text = 'No effusion. Small effusion.';
    const both = statements({
      text,
      sentences: [
        { start: 0, end: 12, concerns: [] },
        { start: 13, end: 28, concerns: [] },
      ],
      entities: [
        { start: 3, end: 11, type: 'DISEASE', assertion: 'absent' },
        { start: 19, end: 27, type: 'DISEASE', assertion: 'present' },
      ],
    });
    expect(both.get('Effusion')).toBe('stated');
  });
});

describe('the findings list', () => {
  const rows = findingRows(report.findings, statements(report));

  it('has every finding once, by falling probability, those not judged last', () => {
    expect(new Set(rows.map((row) => row.name)).size).toBe(FINDINGS.length);
    const judged = rows.filter((row) => row.finding?.judged);
    expect(rows.slice(judged.length).every((row) => row.finding?.judged === false)).toBe(true);
    const probabilities = judged.map((row) => row.finding!.probability);
    expect(probabilities).toEqual([...probabilities].sort((a, b) => b - a));
  });

  it('flags a finding over its threshold that is left out or denied, and one stated without support', () => {
    const row = (probability: number, text: string, threshold = 0.4, judged = true) => {
      const finding: Finding = { name: 'Effusion', probability, threshold, judged };
      const map = new Map(text === '' ? [] : [['Effusion' as const, text as 'stated' | 'denied']]);
      return disagrees(findingRows([finding], map)[0]!);
    };
    expect(row(0.6, '')).toBe(true);
    expect(row(0.6, 'denied')).toBe(true);
    expect(row(0.6, 'stated')).toBe(false);
    expect(row(0.1, 'stated')).toBe(true);
    expect(row(0.3, 'stated')).toBe(false);
    expect(row(0.1, '')).toBe(false);
    expect(row(0.9, '', 0.4, false)).toBe(false);
  });
});

describe('exports', () => {
  const draft = untouchedDocument(report);

  it('each say that the draft is for research and not reviewed', () => {
    for (const text of [documentAsCopy(draft), documentAsText(draft), documentAsJson(draft)]) {
      expect(text).toMatch(/research use only, not reviewed/i);
      expect(text).toContain('Small right pleural effusion.');
    }
  });

  it('give findings with thresholds, unjudged ones by name, and sentences to check', () => {
    const text = documentAsText(draft);
    expect(text).toMatch(/Effusion +0\.74 {2}\(threshold 0\.35\) {2}over threshold/);
    expect(text).toContain('Not judged: Fibrosis, Hernia');
    expect(text).toContain('(!) contradicted: "The heart is normal in size."');
    expect(text).toContain('lite-gru 1.0.0');
  });

  it('give JSON whose spans point into the text', () => {
    const body = JSON.parse(documentAsJson(draft)) as typeof report & { reviewed: boolean };
    expect(body.reviewed).toBe(false);
    expect(body.entities.map(({ start, end }) => body.text.slice(start, end))).toContain('left upper lobe');
    expect(body).not.toHaveProperty('words');
  });
});
