import type { Entity } from './entity';
import type { FilmQuality, FilmSlot } from './film';
import type { Finding, FindingName } from './finding';
import type { Search } from './search';

/**
 * Where the decoder looked while it wrote one word. Weights of all maps and slots together sum to 1.
 */
export interface WordAttention {
  /** Attention over the frontal map, row-major, length mapHeight * mapWidth. */
  readonly frontal: Float32Array;
  /** The same over the lateral map; absent without a lateral film. */
  readonly lateral?: Float32Array;
  /** Attention on the finding slots, in the order of FINDINGS. */
  readonly findings: Float32Array;
}

/** One generated word and its place in the text. */
export interface ReportWord {
  readonly start: number;
  readonly end: number;
  /** Natural log of the probability the decoder gave this word. */
  readonly logProbability: number;
  readonly attention: WordAttention;
}

/** Why a sentence wants a second look; see concerns.ts, conclusion.ts (the impression) and comparison.ts. */
export const CONCERN_KINDS = [
  'low-support',
  'contradicted',
  'put-in',
  'other-side',
  'side-set',
  'from-findings',
  'unlike-findings',
  'earlier-film',
] as const;

export interface SentenceConcern {
  readonly kind: (typeof CONCERN_KINDS)[number];
  readonly reason: string;
}

/** What was done to a sentence after decoding, so that it agrees with the films. */
export interface Guidance {
  /** The finding that it was put in for: the films showed it and the decoder had left it out. */
  readonly putInFor?: FindingName;
  /** The finding whose side on the film took the place of the other one, which the decoder had written. */
  readonly sideOf?: FindingName;
  /** Of the impression: the finding for which it was taken over from the findings, as the decoder had left it out. */
  readonly takenOverFor?: FindingName;
}

/** The guidance alone of what has it. */
export function guidanceOf({ putInFor, sideOf, takenOverFor }: Guidance): Guidance {
  return {
    ...(putInFor ? { putInFor } : {}),
    ...(sideOf ? { sideOf } : {}),
    ...(takenOverFor ? { takenOverFor } : {}),
  };
}

export interface ReportSentence extends Guidance {
  readonly start: number;
  readonly end: number;
  readonly concerns: readonly SentenceConcern[];
}

/** Another sentence that the decoder could have written in the place of one. */
export interface SentenceAlternative {
  readonly text: string;
  /** Natural log of its probability after the sentences before it. */
  readonly logProbability: number;
}

/** Which weights, which search and which backend made a report. */
export interface Provenance {
  readonly models: readonly { readonly id: string; readonly version: string; readonly sha256: string }[];
  /** Absent where the findings were not searched for but given, and from reports kept before it was there. */
  readonly search?: Search;
  readonly encoderBackend: string;
  readonly decoderBackend: string;
  /** Milliseconds by stage. */
  readonly stages: Readonly<Record<ReadingStage, number>>;
  readonly createdAt: string;
}

export const READING_STAGES = ['preparing', 'looking', 'writing', 'tagging'] as const;
export type ReadingStage = (typeof READING_STAGES)[number];

/** A draft report of one study. `start`/`end` are UTF-16 code units of `text`. */
export interface Report {
  /** The findings and, after a blank line, the impression where there is one. */
  readonly text: string;
  /** Where the impression begins in `text`; absent where there is none. */
  readonly impressionStart?: number;
  readonly words: readonly ReportWord[];
  readonly sentences: readonly ReportSentence[];
  /** For each sentence of the findings its alternatives, likeliest first; absent when they were not asked for. */
  readonly alternatives?: readonly (readonly SentenceAlternative[])[];
  readonly findings: readonly Finding[];
  readonly entities: readonly Entity[];
  readonly quality: Readonly<Partial<Record<FilmSlot, FilmQuality>>>;
  /**
   * Class activation of each film: the logit that each place of the map would give each finding by itself, row-major
   * [map.height * map.width, FINDINGS.length]; the mean over the places is the film's logit. Absent from reports that
   * were kept before it was there.
   */
  readonly activations?: Readonly<Partial<Record<FilmSlot, Float32Array>>>;
  /** Height and width of the attention maps. */
  readonly map: { readonly height: number; readonly width: number };
  readonly provenance: Provenance;
}
