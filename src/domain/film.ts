/** A decoded film before any preparation for a network. */
export interface GreyImage {
  readonly width: number;
  readonly height: number;
  /** Row-major grey values 0 (black) .. 255 (white), length width * height. */
  readonly pixels: Uint8Array;
}

/** The slot of the desk a film was put into. */
export type FilmSlot = 'frontal' | 'lateral';

/** What the encoder's view head says a film is. */
export const VIEWS = ['frontal', 'lateral', 'other'] as const;
export type View = (typeof VIEWS)[number];

/** What the encoder's orientation head says; rotations are those of the picture as given, clockwise. */
export const ORIENTATIONS = [
  'upright',
  'rotated_90_cw',
  'rotated_180',
  'rotated_270_cw',
  'inverted',
] as const;
export type Orientation = (typeof ORIENTATIONS)[number];

/** The encoder's judgement of one film; each list of probabilities sums to 1. */
export interface FilmQuality {
  readonly view: View;
  readonly viewProbabilities: Readonly<Record<View, number>>;
  readonly orientation: Orientation;
  readonly orientationProbabilities: Readonly<Record<Orientation, number>>;
}
