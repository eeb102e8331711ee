import type {
  Bundle,
  BundleEntry,
  DiagnosticReport,
  Device,
  Observation,
  Patient,
  Provenance,
  Reference,
} from 'fhir/r4';
import type { DraftDocument } from '../domain/draft';
import type { FilmIdentity } from '../domain/film';
import { findingLabel, type Finding } from '../domain/finding';
import { isOverThreshold } from './finding-text';
import { documentAsHtml } from './html';
import { noticeOf } from './notice';
import { documentAsText } from './text';

/** Code system of the findings and of the research mark: this product's own. */
const SYSTEM = 'urn:scribe-cxr';
const LOINC = 'http://loinc.org';

/**
 * A draft as a FHIR R4 Bundle (type `collection`): DiagnosticReport, one Observation a finding, one Device a model,
 * and a Provenance that names models and reviewer.
 *
 * The status is `preliminary`, signed or not: `final` would say that an authorised person has verified the report
 * (docs/decisions/0007-a-draft-stays-preliminary.md). There is a Patient only where the user asked for the
 * film's identifiers in this export; there is no ImagingStudy.
 * @param newId a UUID for each resource
 */
export function documentAsFhir(
  document: DraftDocument,
  newId: () => string = () => crypto.randomUUID(),
): Bundle {
  const { provenance, probabilities, signature, identity } = document;
  const who = identity ? [entry(newId(), patient(identity))] : [];
  const subject = who.map(referenceTo)[0];
  const devices = provenance.models.map((model) => entry(newId(), device(model)));
  const [encoder] = devices;
  const observations = probabilities.map((finding) =>
    entry(newId(), observation(finding, document, encoder && { reference: encoder.fullUrl }, subject)),
  );
  const report = entry(newId(), diagnosticReport(document, observations.map(referenceTo), subject));
  const origin: Provenance = {
    resourceType: 'Provenance',
    target: [referenceTo(report)],
    recorded: signature?.at ?? provenance.createdAt,
    agent: [
      ...devices.map((each) => ({ type: participant('assembler', 'Assembler'), who: referenceTo(each) })),
      ...(signature ? [{ type: participant('verifier', 'Verifier'), who: { display: signature.name } }] : []),
    ],
  };
  return {
    resourceType: 'Bundle',
    meta: { tag: [{ system: SYSTEM, code: 'research-use-only', display: noticeOf(signature) }] },
    type: 'collection',
    timestamp: signature?.at ?? provenance.createdAt,
    entry: [
      report,
      ...who,
      ...observations,
      ...devices,
      ...(devices.length > 0 ? [entry(newId(), origin)] : []),
    ],
  };
}

/** The bundle as JSON text. */
export function documentAsFhirJson(document: DraftDocument): string {
  return `${JSON.stringify(documentAsFhir(document), undefined, 2)}\n`;
}

type Resource = DiagnosticReport | Observation | Patient | Device | Provenance;
type Entry = BundleEntry<Resource> & { readonly fullUrl: string };

function entry(id: string, resource: Resource): Entry {
  return { fullUrl: `urn:uuid:${id}`, resource };
}

function referenceTo({ fullUrl }: Entry): Reference {
  return { reference: fullUrl };
}

function diagnosticReport(
  document: DraftDocument,
  result: Reference[],
  subject: Reference | undefined,
): DiagnosticReport {
  const { findings, impression, signature, provenance, quality } = document;
  return {
    resourceType: 'DiagnosticReport',
    text: {
      status: 'generated',
      div: `<div xmlns="http://www.w3.org/1999/xhtml">${documentAsHtml(document)}</div>`,
    },
    status: 'preliminary',
    category: [
      {
        coding: [
          { system: 'http://terminology.hl7.org/CodeSystem/v2-0074', code: 'RAD', display: 'Radiology' },
        ],
      },
    ],
    code: quality.lateral
      ? { coding: [{ system: LOINC, code: '36643-5', display: 'XR Chest 2 Views' }] }
      : { coding: [{ system: LOINC, code: '36554-4', display: 'XR Chest Single view' }] },
    ...(subject ? { subject } : {}),
    issued: provenance.createdAt,
    ...(signature ? { resultsInterpreter: [{ display: signature.name }] } : {}),
    result,
    conclusion: `${impression.trim() || findings.trim() || 'No text.'}\n${noticeOf(signature)}`,
    presentedForm: [
      {
        contentType: 'text/plain; charset=utf-8',
        language: 'en',
        data: base64(documentAsText(document)),
        title: 'Draft report',
      },
    ],
  };
}

function observation(
  finding: Finding,
  { provenance }: DraftDocument,
  seenBy: Reference | undefined,
  subject: Reference | undefined,
): Observation {
  const { name, probability, threshold, judged } = finding;
  const over = isOverThreshold(finding);
  return {
    resourceType: 'Observation',
    status: 'preliminary',
    category: [
      {
        coding: [
          {
            system: 'http://terminology.hl7.org/CodeSystem/observation-category',
            code: 'imaging',
            display: 'Imaging',
          },
        ],
      },
    ],
    code: {
      coding: [{ system: `${SYSTEM}:finding`, code: codeOf(name), display: findingLabel(name) }],
      text: findingLabel(name),
    },
    ...(subject ? { subject } : {}),
    effectiveDateTime: provenance.createdAt,
    method: { text: 'Probability by a neural network, calibrated. Research use only, not reviewed.' },
    ...(seenBy ? { device: seenBy } : {}),
    ...(judged
      ? {
          valueQuantity: ratio(probability),
          interpretation: [
            {
              coding: [
                { system: `${SYSTEM}:interpretation`, code: over ? 'over-threshold' : 'under-threshold' },
              ],
              text: over ? 'over the threshold' : 'under the threshold',
            },
          ],
          component: [{ code: { text: 'Threshold' }, valueQuantity: ratio(threshold) }],
        }
      : {
          dataAbsentReason: {
            coding: [
              { system: 'http://terminology.hl7.org/CodeSystem/data-absent-reason', code: 'unsupported' },
            ],
            text: 'The model does not judge this finding.',
          },
        }),
  };
}

const SEXES: Readonly<Record<string, Patient['gender']>> = { M: 'male', F: 'female', O: 'other' };

/** A patient by the tags of a DICOM file; what has no place in FHIR, or not its form, is left out. */
function patient({ patientName, patientId, birthDate, sex }: FilmIdentity): Patient {
  const gender = SEXES[sex.trim().toUpperCase()];
  return {
    resourceType: 'Patient',
    ...(patientId === '' ? {} : { identifier: [{ value: patientId }] }),
    ...(patientName === '' ? {} : { name: [{ text: patientName }] }),
    ...(gender ? { gender } : {}),
    ...(/^\d{4}-\d\d-\d\d$/.test(birthDate) ? { birthDate } : {}),
  };
}

function device({ id, version, sha256 }: DraftDocument['provenance']['models'][number]): Device {
  return {
    resourceType: 'Device',
    ...(sha256 === '' ? {} : { identifier: [{ system: `${SYSTEM}:weights-sha256`, value: sha256 }] }),
    deviceName: [{ name: id, type: 'model-name' }],
    type: { text: 'Software: neural network of Scribe CXR, research use only' },
    version: [{ value: version }],
  };
}

/** A probability, 0..1, in UCUM's unit of one. */
function ratio(value: number): Observation['valueQuantity'] {
  return {
    value: Number(value.toFixed(4)),
    unit: 'probability',
    system: 'http://unitsofmeasure.org',
    code: '1',
  };
}

function participant(code: string, display: string) {
  const system = 'http://terminology.hl7.org/CodeSystem/provenance-participant-type';
  return { coding: [{ system, code, display }] };
}

function codeOf(name: string): string {
  return name.toLowerCase().replaceAll(/[ _]/g, '-');
}

/** Base64 of the UTF-8 of a text. */
function base64(text: string): string {
  let binary = '';
  for (const byte of new TextEncoder().encode(text)) binary += String.fromCharCode(byte);
  return btoa(binary);
}
