import type { FindingName } from './finding';

/**
 * Phrases that name a finding in a sentence of a report, after the mention lists of CheXpert (MIT) and NegBio
 * (public domain). Lower case; what the sentence says of it (present, absent) is the tagger's to tell.
 */
export const FINDING_PHRASES: Readonly<Partial<Record<FindingName, RegExp>>> = {
  Atelectasis: /\batelecta\w*|\b(?:lobar|lung|segmental|lobe) collapse\b/g,
  Cardiomegaly:
    /\bcardiomegaly\b|\bcardiac enlargement\b|\b(?:heart|cardiac|cardiomediastinal|cardiopericardial)\b(?: \w+){0,5} (?:enlarged|enlargement)\b|\benlarged (?:\w+ )?(?:heart|cardiac|cardiomediastinal)\b/g,
  Effusion: /(?<!pericardial )\beffusions?\b|\bpleural fluid\b|\bhydropneumothora\w+|\bhydrothorax\b/g,
  Infiltration: /\binfiltrat\w*/g,
  Mass: /\bmass(?:es)?\b(?! effect)/g,
  Nodule: /\b(?:micro)?nodul(?:es?|arity)\b/g,
  Pneumonia: /\b(?:broncho)?pneumonias?\b/g,
  Pneumothorax: /\b(?:hydro)?pneumothora(?:x|ces)\b/g,
  Consolidation: /\bconsolidat\w*|\bair ?space (?:disease|opacit(?:y|ies)|opacification)\b/g,
  Edema: /(?<!soft tissue )\bo?edema\b|\bheart failure\b/g,
  Emphysema: /(?<!subcutaneous )\bemphysem\w*/g,
  Fibrosis: /\bfibro(?:sis|tic|ses)\b/g,
  Pleural_Thickening:
    /\bpleural[- ](?:\w+ ){0,2}thickening\b|\bapical (?:pleural )?(?:cap|capping|thickening)\b/g,
  Hernia: /\bhernias?\b/g,
  Fracture: /\bfractur\w*|\b(?:compression|wedge) deformit\w+/g,
  Support_Devices:
    /\b(?:catheters?|picc|pacemakers?|pacing|defibrillator|tubes?|wires|clips|sutures?|staples|hardware|prosthe\w+|port-?a-?cath|mediport|stents?)\b/g,
};

/** Sentences that deny findings without naming them. */
export const NORMAL_PHRASES: readonly { readonly phrase: RegExp; readonly denies: readonly FindingName[] }[] =
  [
    {
      phrase:
        /\b(?:heart|cardiac|cardiomediastinal)\b(?: (?!not\b)\w+){0,7} (?:normal|within normal limits)\b|\bnormal (?:heart|cardiac) size\b/,
      denies: ['Cardiomegaly'],
    },
    { phrase: /\blungs (?:are|appear)(?: \w+)? clear\b/, denies: ['Consolidation', 'Infiltration', 'Edema'] },
  ];
