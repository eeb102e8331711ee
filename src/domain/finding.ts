/**
 * The findings the product knows, in the order of every finding head.
 * The first fourteen are those of NIH ChestX-ray14 (Wang et al., CVPR 2017), under its names.
 */
export const FINDINGS = [
  'Atelectasis',
  'Cardiomegaly',
  'Effusion',
  'Infiltration',
  'Mass',
  'Nodule',
  'Pneumonia',
  'Pneumothorax',
  'Consolidation',
  'Edema',
  'Emphysema',
  'Fibrosis',
  'Pleural_Thickening',
  'Hernia',
  'Fracture',
  'Support_Devices',
  'No Finding',
] as const;

export type FindingName = (typeof FINDINGS)[number];

/** A finding within a sentence: `pleural thickening`. */
export function findingWords(name: FindingName): string {
  return name.replaceAll('_', ' ').toLowerCase();
}

/** A finding by itself: `Pleural thickening`. */
export function findingLabel(name: FindingName): string {
  const words = findingWords(name);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A half of the patient's body. */
export type BodySide = 'left' | 'right';

/** The half of the chest on which a finding's class activation lies. */
export interface FindingSide {
  readonly side: BodySide;
  /** Share of the activation on that half, 0.5..1. */
  readonly share: number;
  /** Whether so much lies on it that a text may say the side unasked (`sideToldShare` of the pack). */
  readonly told?: boolean;
}

/** Sides of findings; those of which no side is known are absent. */
export type Sides = Readonly<Partial<Record<FindingName, BodySide>>>;

/** Where the frontal film shows findings. */
export interface FilmSides {
  /** Clearly enough to contradict a side that a text says. */
  readonly shown: Sides;
  /** Of these, those shown so clearly on one half that a text may say the side unasked. */
  readonly told: Sides;
}

/** Of a film that was not read, or shows no sides. */
export const NO_SIDES: FilmSides = { shown: {}, told: {} };

/** One row of the findings list of a study. */
export interface Finding {
  readonly name: FindingName;
  /** Calibrated probability, 0..1; mean of the films of the study. */
  readonly probability: number;
  /** Operating point chosen on validation patients, 0..1. */
  readonly threshold: number;
  /** False when the validation data were too few or the model too weak to judge this finding. */
  readonly judged: boolean;
  /**
   * Where the frontal film shows it: only for findings of which the encoder's side was measured to be right, and
   * where enough of the activation lies on one half (`sideShare` of the pack).
   */
  readonly side?: FindingSide;
}
