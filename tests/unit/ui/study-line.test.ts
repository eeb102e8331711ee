import { describe, expect, it } from 'vitest';
import { lacksLateral, studyLine } from '../../../src/ui/desk/study-line';
import { madeReport } from '../../ui/harness/report';

describe('what is said of a finished report', () => {
  it('names the decoder that wrote it, not the encoder or the tagger', () => {
    const report = madeReport(true);
    const [, decoder] = report.provenance.models;
    expect(studyLine(report)).toContain(`draft, ${decoder!.id} ${decoder!.version}, `);
  });

  it('is that a lateral film was missing, only of a model that reads two and of a study without one', () => {
    const asked: string[] = [];
    const reads = (films: 1 | 2) => (decoder: { id: string }) => {
      asked.push(decoder.id);
      return films;
    };
    expect(lacksLateral(madeReport(false), reads(2))).toBe(true);
    expect(lacksLateral(madeReport(false), reads(1))).toBe(false);
    expect(lacksLateral(madeReport(true), reads(2))).toBe(false);
    expect(new Set(asked)).toEqual(new Set([madeReport(false).provenance.models[1]!.id]));
  });
});
