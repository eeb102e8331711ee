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

/** One row of the findings list of a study. */
export interface Finding {
  readonly name: FindingName;
  /** Calibrated probability, 0..1; mean of the films of the study. */
  readonly probability: number;
  /** Operating point chosen on validation patients, 0..1. */
  readonly threshold: number;
  /** False when the validation data were too few or the model too weak to judge this finding. */
  readonly judged: boolean;
}
