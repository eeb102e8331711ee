import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { documentOf, draftOf, editFindings, editImpression, reviewedReport } from '../../../src/domain/draft';
import { documentAsDicomSr } from '../../../src/export/dicom-sr';
import { madeReport } from '../../ui/harness/report';

const AT = '2026-03-04T05:06:07.000Z';
const report = madeReport(true);
const draft = editImpression(
  editFindings(draftOf(report.text), 'Größe normal.', AT),
  'No “acute” finding.',
  AT,
);
const file = documentAsDicomSr(documentOf(draft, reviewedReport(report, draft)));

/** A Python with pydicom, when there is one: PYDICOM_PYTHON or the system's. */
function pydicom(): string | undefined {
  for (const python of [process.env.PYDICOM_PYTHON, 'python3']) {
    if (python === undefined) continue;
    try {
      execFileSync(python, ['-c', 'import pydicom'], { stdio: 'ignore' });
      return python;
    } catch (cause) {
      if (!(cause instanceof Error)) throw cause;
    }
  }
  return undefined;
}

describe('the DICOM SR export', () => {
  it('is a Part 10 file', () => {
    expect(new TextDecoder().decode(file.subarray(128, 132))).toBe('DICM');
    expect(file.subarray(0, 128).every((byte) => byte === 0)).toBe(true);
    expect(file.length % 2).toBe(0);
  });

  it('holds a new instance each time', () => {
    const other = documentAsDicomSr(documentOf(draft, reviewedReport(report, draft)));
    expect(Buffer.compare(file, other)).not.toBe(0);
  });

  it.skipIf(pydicom() === undefined)('is read by pydicom as it was meant', () => {
    const path = join(mkdtempSync(join(tmpdir(), 'sr-')), 'report.dcm');
    writeFileSync(path, file);
    const script = new URL('../../fixtures/sr/read-sr.py', import.meta.url).pathname;
    const read = JSON.parse(execFileSync(pydicom()!, [script, path], { encoding: 'utf8' })) as {
      texts: string[];
    };
    expect(read).toMatchObject({
      syntax: '1.2.840.10008.1.2.1',
      class: '1.2.840.10008.5.1.4.1.1.88.11',
      sameInstance: true,
      modality: 'SR',
      patient: ['', ''],
      flags: ['PARTIAL', 'UNVERIFIED'],
      title: 'Diagnostic imaging report',
    });
    expect(read.texts).toEqual(
      expect.arrayContaining([
        'Größe normal.',
        'No “acute” finding.',
        'Effusion: probability 0.74, threshold 0.35, over threshold',
        'Research use only, not reviewed. Not a medical device.',
      ]),
    );
  });
});
