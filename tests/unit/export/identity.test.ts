import { describe, expect, it } from 'vitest';
import fhir from 'fhir';
import { untouchedDocument, type DraftDocument } from '../../../src/domain/draft';
import type { FilmIdentity } from '../../../src/domain/film';
import { documentAsCsv, documentAsFhirJson } from '../../../src/export';
import { parseCsv } from '../../../cli/csv';
import { identifierOf } from '../../../src/ui/desk/identifier';
import { EXPORTS } from '../../fixtures/document-exports';
import { madeReport } from '../../ui/harness/report';

const NORA: FilmIdentity = {
  patientName: 'Nobody Nora',
  patientId: 'NN0042',
  birthDate: '1970-01-02',
  sex: 'F',
  studyDate: '2026-01-03',
  accession: 'A77',
  institution: 'Nowhere General',
  description: 'Chest',
};
const plain = untouchedDocument(madeReport(true));
const named: DraftDocument = { ...plain, identity: NORA };

describe.each(Object.entries(EXPORTS))('the %s export', (_, make) => {
  it('names the patient only in a document that has an identity', () => {
    expect(make(named)).toContain('Nobody Nora');
    expect(make(named)).toContain('NN0042');
    for (const value of ['Nobody', 'NN0042', 'Nowhere']) expect(make(plain)).not.toContain(value);
  });
});

it('the table has the columns of a patient only then, each value under its own', () => {
  const [head, row] = parseCsv(documentAsCsv(named, 'Study 7F3A')) as [string[], string[]];
  expect(row).toHaveLength(head.length);
  expect(row[head.indexOf('patient_id')]).toBe('NN0042');
  expect(row[head.indexOf('birth_date')]).toBe('1970-01-02');
  expect(parseCsv(documentAsCsv(plain, 'Study 7F3A'))[0]).not.toContain('patient_id');
});

it('the FHIR bundle then has a patient, whom report and observations are about, and stays valid', () => {
  const text = documentAsFhirJson(named);
  const bundle = JSON.parse(text) as {
    entry: { fullUrl: string; resource: { resourceType: string; subject?: { reference: string } } }[];
  };
  const patient = bundle.entry.find(({ resource }) => resource.resourceType === 'Patient');
  expect(patient?.resource).toMatchObject({ gender: 'female', birthDate: '1970-01-02' });
  for (const { resource } of bundle.entry) {
    if (!['DiagnosticReport', 'Observation'].includes(resource.resourceType)) continue;
    expect(resource.subject?.reference).toBe(patient?.fullUrl);
  }
  const { valid, messages } = new fhir.Fhir().validate(JSON.parse(text) as object);
  expect(messages.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(valid).toBe(true);
});

describe('who the films on the desk are of', () => {
  const film = (facts: boolean) => ({ kind: 'ready', ...(facts ? { facts: {} } : {}) }) as never;
  const empty = { kind: 'empty' } as const;

  it('cannot be asked of pictures', () => {
    expect(
      identifierOf({ frontal: film(false), lateral: empty, identify: async () => NORA }),
    ).toBeUndefined();
  });

  it('is told by a DICOM film', async () => {
    const ask = identifierOf({ frontal: film(true), lateral: film(false), identify: async () => NORA });
    expect(await ask?.()).toEqual(NORA);
  });

  it('is refused when two films name different patients', async () => {
    const identify = async (slot: string) => (slot === 'frontal' ? NORA : { ...NORA, patientId: 'X1' });
    const ask = identifierOf({ frontal: film(true), lateral: film(true), identify });
    await expect(ask?.()).rejects.toThrow(/different patients/);
  });
});
