import { Fhir } from 'fhir';
import type { Bundle, DiagnosticReport, Observation, Provenance } from 'fhir/r4';
import { describe, expect, it } from 'vitest';
import {
  documentOf,
  draftOf,
  editFindings,
  reviewedReport,
  sign,
  untouchedDocument,
} from '../../../src/domain/draft';
import { documentAsFhirJson } from '../../../src/export';
import { madeReport } from '../../ui/harness/report';

const AT = '2026-03-04T05:06:07.000Z';

/** Messages of the validator that tell of a fault; unexpected properties are one, unknown value sets are not. */
function faults(resource: unknown): string[] {
  const { messages } = new Fhir().validate(resource as object, { errorOnUnexpected: true });
  return messages
    .filter(({ severity }) => severity === 'error' || severity === 'fatal')
    .map(({ location, message }) => `${location}: ${message}`);
}

function bundle(pair: boolean, name?: string): Bundle {
  const report = madeReport(pair);
  let draft = editFindings(draftOf(report.text), `${report.text} Größe <b>normal</b> & stable.`, AT);
  if (name !== undefined) draft = sign(draft, name, AT);
  const document = documentOf(draft, reviewedReport(report, draft));
  return JSON.parse(documentAsFhirJson(document)) as Bundle;
}

const all = <T>(made: Bundle, type: string): T[] =>
  made.entry!.flatMap(({ resource }) => (resource?.resourceType === type ? [resource as T] : []));

describe('the FHIR export', () => {
  it('is a valid R4 bundle, signed or not, of one film or two', () => {
    for (const made of [bundle(false), bundle(true), bundle(true, 'A. Reader')])
      expect(faults(made)).toEqual([]);
  });

  it('concludes with the impression, the model’s or an edited one', () => {
    const document = untouchedDocument(madeReport(true, true));
    const made = JSON.parse(documentAsFhirJson(document)) as Bundle;
    expect(faults(made)).toEqual([]);
    const [report] = all<DiagnosticReport>(made, 'DiagnosticReport');
    expect(report!.conclusion).toMatch(/^Right pleural effusion\. No pneumothorax\.\n/);
  });

  it('would not pass with a fault in it', () => {
    const made = bundle(true);
    expect(faults({ ...made, type: 'pile' })).not.toEqual([]);
    const [report] = all<DiagnosticReport>(made, 'DiagnosticReport');
    expect(faults({ ...report, status: 'draft' })).not.toEqual([]);
    const uncoded: Partial<DiagnosticReport> = { ...report };
    delete uncoded.code;
    expect(faults(uncoded)).not.toEqual([]);
    expect(faults({ ...report, verdict: 'normal' })).not.toEqual([]);
  });

  it('stays preliminary when it is signed, and names the reader', () => {
    for (const name of [undefined, 'A. Reader']) {
      const made = bundle(true, name);
      const [report] = all<DiagnosticReport>(made, 'DiagnosticReport');
      expect(report!.status).toBe('preliminary');
      expect(report!.resultsInterpreter).toEqual(name === undefined ? undefined : [{ display: name }]);
      expect(all<Provenance>(made, 'Provenance')[0]!.agent).toHaveLength(name === undefined ? 3 : 4);
    }
  });

  it('gives each finding with its probability, or why there is none', () => {
    const observations = all<Observation>(bundle(true), 'Observation');
    expect(observations).toHaveLength(17);
    const effusion = observations.find(({ code }) => code.text === 'Effusion')!;
    expect(effusion.valueQuantity).toMatchObject({ value: 0.74, code: '1' });
    expect(effusion.interpretation![0]!.text).toBe('over the threshold');
    const hernia = observations.find(({ code }) => code.text === 'Hernia')!;
    expect(hernia.valueQuantity).toBeUndefined();
    expect(hernia.dataAbsentReason!.coding![0]!.code).toBe('unsupported');
  });

  it('refers only to what is in it, under different names', () => {
    const made = bundle(true, 'A. Reader');
    const urls = made.entry!.map(({ fullUrl }) => fullUrl);
    expect(new Set(urls).size).toBe(urls.length);
    const references = [...JSON.stringify(made).matchAll(/"reference":"([^"]+)"/g)].map(([, url]) => url);
    expect(references.length).toBeGreaterThan(17);
    for (const url of references) expect(urls).toContain(url);
  });

  it('codes one or two views, and keeps the text as it is', () => {
    const [pair] = all<DiagnosticReport>(bundle(true), 'DiagnosticReport');
    expect(pair!.code.coding![0]).toMatchObject({ system: 'http://loinc.org', code: '36643-5' });
    const [single] = all<DiagnosticReport>(bundle(false), 'DiagnosticReport');
    expect(single!.code.coding![0]!.code).toBe('36554-4');
    const text = Buffer.from(pair!.presentedForm![0]!.data!, 'base64').toString('utf8');
    expect(text).toContain('Größe <b>normal</b> & stable.');
    expect(pair!.text!.div).toContain('Größe &lt;b&gt;normal&lt;/b&gt; &amp; stable.');
  });
});
