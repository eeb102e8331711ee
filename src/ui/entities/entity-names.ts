import type { Assertion, LabelSet } from '../../domain/entity';

/** What the types of all label sets mean, in a few words. */
export const TYPE_NAMES: Readonly<Record<string, string>> = {
  DISEASE: 'disease or abnormal finding',
  ANATOMY: 'anatomy',
  CHEMICAL: 'substance',
  DEVICE: 'device',
  AMINO_ACID: 'amino acid',
  ANATOMICAL_SYSTEM: 'system of organs',
  CANCER: 'cancer',
  CELL: 'cell',
  CELLULAR_COMPONENT: 'part of a cell',
  DEVELOPING_ANATOMICAL_STRUCTURE: 'embryonic structure',
  GENE_OR_GENE_PRODUCT: 'gene or protein',
  IMMATERIAL_ANATOMICAL_ENTITY: 'space or surface',
  MULTI_TISSUE_STRUCTURE: 'part of an organ',
  ORGAN: 'organ',
  ORGANISM: 'living being',
  ORGANISM_SUBDIVISION: 'part of the body',
  ORGANISM_SUBSTANCE: 'body fluid or substance',
  PATHOLOGICAL_FORMATION: 'diseased structure',
  SIMPLE_CHEMICAL: 'substance',
  TISSUE: 'tissue',
};

/** How the label sets are called, and what each marks. */
export const LABEL_SET_NAMES: Readonly<Record<LabelSet, { readonly name: string; readonly marks: string }>> =
  {
    report: { name: 'Report', marks: 'findings with their assertion, anatomy, substances, devices' },
    bc5cdr: { name: 'BC5CDR', marks: 'diseases and chemicals, as in research abstracts' },
    bionlp13cg: { name: 'BioNLP13CG', marks: '16 types from cancer research, from genes to organs' },
  };

/** What the assertions mean. */
export const ASSERTION_NAMES: Readonly<Record<Assertion, string>> = {
  present: 'present',
  absent: 'said to be absent',
  uncertain: 'uncertain',
};
