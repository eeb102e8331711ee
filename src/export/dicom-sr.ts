import dcmjs from 'dcmjs';
import type { DraftDocument } from '../domain/draft';
import { findingLabel } from '../domain/finding';
import { isOverThreshold, sortedFindings } from './finding-text';
import { noticeOf } from './notice';
import { editsLine, provenanceLine } from './provenance';

/** Basic Text SR Storage (PS3.4 B.5). */
const BASIC_TEXT_SR = '1.2.840.10008.5.1.4.1.1.88.11';
const EXPLICIT_LITTLE_ENDIAN = '1.2.840.10008.1.2.1';

type Item = Readonly<Record<string, unknown>>;

/**
 * A draft as a DICOM Basic Text SR file, laid out as TID 2000 "Basic Diagnostic Imaging Report": sections for the
 * findings, the impression, the finding probabilities, and the addendum with notice and provenance. It names a patient only
 * where the user asked for it, and refers to no image; the study and series are new. `PARTIAL` and `UNVERIFIED` whatever
 * was signed: a name typed here is no verification in the sense of DICOM; it stands in the text.
 * This module brings in dcmjs, so import it on demand.
 */
export function documentAsDicomSr(document: DraftDocument): Uint8Array<ArrayBuffer> {
  const { DicomDict, DicomMetaDictionary } = dcmjs.data;
  const dataset = srDataset(document);
  const file = new DicomDict(
    DicomMetaDictionary.denaturalizeDataset({
      FileMetaInformationVersion: new Uint8Array([0, 1]).buffer,
      MediaStorageSOPClassUID: dataset.SOPClassUID,
      MediaStorageSOPInstanceUID: dataset.SOPInstanceUID,
      TransferSyntaxUID: EXPLICIT_LITTLE_ENDIAN,
      ImplementationClassUID: newUid(),
      ImplementationVersionName: 'SCRIBE_CXR',
    }),
  );
  file.dict = DicomMetaDictionary.denaturalizeDataset(dataset);
  return new Uint8Array(file.write());
}

/** The data set by keyword (PS3.3 A.35.1). */
function srDataset(document: DraftDocument): Item {
  const { findings, impression, signature, provenance, probabilities, edits, identity } = document;
  const date = provenance.createdAt.slice(0, 10).replaceAll('-', '');
  const time = provenance.createdAt.slice(11, 19).replaceAll(':', '');
  const { judged, unjudged } = sortedFindings(probabilities);
  const measured = judged.map((finding) => {
    const over = isOverThreshold(finding) ? ', over threshold' : '';
    return `${findingLabel(finding.name)}: probability ${finding.probability.toFixed(2)}, threshold ${finding.threshold.toFixed(2)}${over}`;
  });
  const absent =
    unjudged.length > 0 ? [`Not judged: ${unjudged.map(({ name }) => findingLabel(name)).join(', ')}`] : [];
  return {
    SpecificCharacterSet: 'ISO_IR 192',
    InstanceCreationDate: date,
    InstanceCreationTime: time,
    SOPClassUID: BASIC_TEXT_SR,
    SOPInstanceUID: newUid(),
    StudyDate: compactDate(identity?.studyDate) || date,
    ContentDate: date,
    StudyTime: identity?.studyDate ? '' : time,
    ContentTime: time,
    AccessionNumber: identity?.accession ?? '',
    Modality: 'SR',
    Manufacturer: 'Scribe CXR',
    ReferringPhysicianName: '',
    SeriesDescription: noticeOf(signature).slice(0, 64),
    ManufacturerModelName: provenance.models
      .map(({ id }) => id)
      .join(' ')
      .slice(0, 64),
    SoftwareVersions: provenance.models.map(({ id, version }) => `${id} ${version}`),
    ReferencedPerformedProcedureStepSequence: [],
    PatientName: identity?.patientName ?? '',
    PatientID: identity?.patientId ?? '',
    PatientBirthDate: compactDate(identity?.birthDate),
    PatientSex: identity?.sex ?? '',
    StudyInstanceUID: newUid(),
    SeriesInstanceUID: newUid(),
    StudyID: '',
    SeriesNumber: '1',
    InstanceNumber: '1',
    ...container(code('18748-4', 'LN', 'Diagnostic imaging report')),
    PerformedProcedureCodeSequence: [],
    CompletionFlag: 'PARTIAL',
    VerificationFlag: 'UNVERIFIED',
    ContentTemplateSequence: [{ MappingResource: 'DCMR', TemplateIdentifier: '2000' }],
    ContentSequence: [
      modifier(
        code('121049', 'DCM', 'Language of Content Item and Descendants'),
        code('en', 'RFC5646', 'English'),
      ),
      section(code('121070', 'DCM', 'Findings'), code('121071', 'DCM', 'Finding'), [findings]),
      ...(impression.trim() === ''
        ? []
        : [section(code('121072', 'DCM', 'Impressions'), code('121073', 'DCM', 'Impression'), [impression])]),
      section(code('121070', 'DCM', 'Findings'), code('121071', 'DCM', 'Finding'), [...measured, ...absent]),
      section(code('55107-7', 'LN', 'Addendum'), code('121106', 'DCM', 'Comment'), [
        noticeOf(signature),
        provenanceLine(provenance),
        editsLine(edits),
      ]),
    ],
  };
}

/** 2026-11-23 as DICOM writes it; '' for what is no whole date. */
function compactDate(date = ''): string {
  return /^\d{4}-\d\d-\d\d$/.test(date) ? date.replaceAll('-', '') : '';
}

function code(value: string, scheme: string, meaning: string): Item {
  return { CodeValue: value, CodingSchemeDesignator: scheme, CodeMeaning: meaning };
}

function container(concept: Item): Item {
  return { ValueType: 'CONTAINER', ConceptNameCodeSequence: [concept], ContinuityOfContent: 'SEPARATE' };
}

/** A section with one text item for each text that is not empty. */
function section(concept: Item, ofItem: Item, texts: readonly string[]): Item {
  return {
    RelationshipType: 'CONTAINS',
    ...container(concept),
    ContentSequence: texts
      .filter((text) => text.trim() !== '')
      .map((text) => ({
        RelationshipType: 'CONTAINS',
        ValueType: 'TEXT',
        ConceptNameCodeSequence: [ofItem],
        TextValue: text,
      })),
  };
}

function modifier(concept: Item, value: Item): Item {
  return {
    RelationshipType: 'HAS CONCEPT MOD',
    ValueType: 'CODE',
    ConceptNameCodeSequence: [concept],
    ConceptCodeSequence: [value],
  };
}

/** A UID made from a UUID (PS3.5 B.2). */
function newUid(): string {
  return `2.25.${BigInt(`0x${crypto.randomUUID().replaceAll('-', '')}`)}`;
}
