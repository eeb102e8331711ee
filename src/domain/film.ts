/** A decoded film before any preparation for a network. */
export interface GreyImage {
  readonly width: number;
  readonly height: number;
  /** Row-major grey values 0 (black) .. 255 (white), length width * height. */
  readonly pixels: Uint8Array;
}

/** One way to turn the stored values of a film into brightness; all places are in units of those values. */
export type FilmWindow =
  | {
      /** Black at and below `low`, white at and above `high`; or the sigmoid whose steepest part lies between. */
      readonly kind: 'linear' | 'sigmoid';
      readonly label: string;
      readonly low: number;
      readonly high: number;
    }
  | {
      /** Brightness 0..1 of `round(slope * value + intercept) - first`, held at both ends. */
      readonly kind: 'table';
      readonly label: string;
      readonly slope: number;
      readonly intercept: number;
      readonly first: number;
      readonly table: Float32Array;
    };

/** From stored values to the units of the file's windows: `slope * value + intercept` (PS3.3, C.11.1.1). */
export interface Rescale {
  readonly slope: number;
  readonly intercept: number;
}

/** A film with all its bits, as it lies in its file. */
export interface DeepFilm {
  readonly width: number;
  readonly height: number;
  /** Row-major, length width * height. */
  readonly values: Uint8Array | Int8Array | Uint16Array | Int16Array;
  /** Absent where stored values are in those units. */
  readonly rescale?: Rescale;
  /** Never empty: those of the file, then one fitted to the values, then their full range. */
  readonly windows: readonly FilmWindow[];
  /** The window by which the film is read unless another is chosen; an index of `windows`. */
  readonly window: number;
  /** High values are dark (MONOCHROME1): brightness is to be turned round after the window. */
  readonly inverted: boolean;
  /** Height of a pixel over its width; 1 for square pixels. */
  readonly aspect: number;
}

/** What a film's own file says of it, besides its pixels. */
export interface FilmFacts {
  /** Frames in the file; the first is read. */
  readonly frames: number;
  /** The file says that text is burned into its picture, which may name the patient. */
  readonly burnedIn: boolean;
  /** The view that its tags claim. */
  readonly claimed?: FilmSlot;
  /** Names of `DeepFilm.windows`, and the one by which it is read unless another is chosen. */
  readonly windows: readonly string[];
  readonly window: number;
}

/** Who a film is of, as its file says; shown only when the user asks for it, never stored. */
export interface FilmIdentity {
  readonly patientName: string;
  readonly patientId: string;
  readonly birthDate: string;
  readonly sex: string;
  readonly studyDate: string;
  readonly accession: string;
  readonly institution: string;
  readonly description: string;
}

/** What the user had done to a film before it is read. */
export interface FilmAdjustment {
  /** An index of `DeepFilm.windows`. */
  readonly window?: number;
  /** Black and white exchanged. */
  readonly inverted?: boolean;
  /** Quarter turns clockwise. */
  readonly turns?: 0 | 1 | 2 | 3;
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
