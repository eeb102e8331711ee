import { describe, expect, it } from 'vitest';
import type { Entity } from '../../../src/domain/entity';
import { FINDINGS, type FindingName } from '../../../src/domain/finding';
import type { Report } from '../../../src/domain/report';
import { sentencesOf } from '../../../src/domain/sentences';
import { comparedFindings, comparedSentences } from '../../../src/ui/compare/differences';
import { headline } from '../../../src/ui/models/headline';
import { madeReport } from '../../fixtures/ports';

/** A report whose words `present` and `absent` are entities with that assertion. */
function report(
  text: string,
  {
    present,
    absent,
    likely = {},
  }: { present?: string; absent?: string; likely?: Partial<Record<FindingName, number>> },
): Report {
  const entity = (word: string | undefined, assertion: 'present' | 'absent'): Entity[] => {
    const start = word ? text.indexOf(word) : -1;
    if (!word || start < 0) return [];
    return [{ start, end: start + word.length, text: word, type: 'DISEASE', assertion } as Entity];
  };
  return {
    ...madeReport(text),
    sentences: sentencesOf(text).map(({ start, end }) => ({ start, end, concerns: [] })),
    entities: [...entity(present, 'present'), ...entity(absent, 'absent')],
    findings: FINDINGS.map((name) => ({
      name,
      probability: likely[name] ?? 0.1,
      threshold: 0.5,
      judged: true,
    })),
  };
}

describe('sentences of reports side by side', () => {
  it('says which stand in all, in some and in one report, whatever their capitals and spaces', () => {
    const reports = [
      report('The heart is normal. The lungs are clear. There is an effusion.', {}),
      report('The heart is normal. The  lungs are clear.', {}),
      report('the heart is Normal. No acute disease.', {}),
    ];
    const shared = comparedSentences(reports).map((sentences) =>
      sentences.map((sentence) => sentence.shared),
    );
    expect(shared).toEqual([
      ['all', 'some', 'own'],
      ['all', 'some'],
      ['all', 'own'],
    ]);
  });

  it('calls every sentence shared as long as one report stands alone', () => {
    expect(comparedSentences([report('The lungs are clear.', {})])[0]).toMatchObject([{ shared: 'all' }]);
  });
});

describe('findings of reports side by side', () => {
  const denying = report('There is no pleural effusion.', {
    absent: 'pleural effusion',
    likely: { Effusion: 0.7, Mass: 0.6 },
  });
  const stating = report('There is a pleural effusion.', {
    present: 'pleural effusion',
    likely: { Effusion: 0.8, Mass: 0.2 },
  });

  it('puts those on which the texts differ first, then those on which the heads do', () => {
    const rows = comparedFindings([denying, stating]);
    expect(rows.map(({ name }) => name)).toEqual(['Effusion', 'Mass']);
    expect(rows[0]).toMatchObject({ textsDiffer: true, headsDiffer: false });
    expect(rows[0]?.opinions.map(({ statement }) => statement)).toEqual(['denied', 'stated']);
    expect(rows[1]).toMatchObject({ textsDiffer: false, headsDiffer: true });
  });

  it('leaves out what no text names and no head calls', () => {
    expect(comparedFindings([report('Normal.', {}), report('Normal.', {})])).toEqual([]);
    expect(comparedFindings([])).toEqual([]);
  });
});

describe('the line of figures of a decoder', () => {
  it('is of the search that is asked for, and missing where that was not measured', () => {
    const figures = { 'val.greedy.cider': 0.3734, 'val.greedy.clinicalF1': 0.27, 'val.beam3.cider': 0.33 };
    expect(headline(figures, 1)).toBe('CIDEr 0.373, clinical F1 0.270');
    expect(headline(figures, 3)).toBe('CIDEr 0.330');
    expect(headline(figures, 2)).toBeUndefined();
  });
});
