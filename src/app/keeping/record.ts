import * as v from 'valibot';
import { ASSERTIONS } from '../../domain/entity';
import { ORIENTATIONS, VIEWS } from '../../domain/film';
import { FINDINGS } from '../../domain/finding';
import type { Draft } from '../../domain/draft';
import { CONCERN_KINDS, type Report } from '../../domain/report';

const place = v.pipe(v.number(), v.integer(), v.minValue(0));
const probability = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const optional = <T>(schema: v.GenericSchema<T>) => v.exactOptional(schema);

const QualitySchema = v.object({
  view: v.picklist(VIEWS),
  viewProbabilities: v.object({ frontal: probability, lateral: probability, other: probability }),
  orientation: v.picklist(ORIENTATIONS),
  orientationProbabilities: v.object({
    upright: probability,
    rotated_90_cw: probability,
    rotated_180: probability,
    rotated_270_cw: probability,
    inverted: probability,
  }),
});

const ReportSchema = v.object({
  text: v.string(),
  impressionStart: optional(place),
  sentences: v.array(
    v.object({
      start: place,
      end: place,
      concerns: v.array(v.object({ kind: v.picklist(CONCERN_KINDS), reason: v.string() })),
      putInFor: optional(v.picklist(FINDINGS)),
      sideOf: optional(v.picklist(FINDINGS)),
      takenOverFor: optional(v.picklist(FINDINGS)),
    }),
  ),
  alternatives: optional(v.array(v.array(v.object({ text: v.string(), logProbability: v.number() })))),
  findings: v.array(
    v.object({
      name: v.picklist(FINDINGS),
      probability,
      threshold: probability,
      judged: v.boolean(),
      side: optional(
        v.object({ side: v.picklist(['left', 'right']), share: probability, told: optional(v.boolean()) }),
      ),
    }),
  ),
  entities: v.array(
    v.object({ start: place, end: place, type: v.string(), assertion: optional(v.picklist(ASSERTIONS)) }),
  ),
  quality: v.object({ frontal: optional(QualitySchema), lateral: optional(QualitySchema) }),
  map: v.object({ height: place, width: place }),
  provenance: v.object({
    models: v.array(v.object({ id: v.string(), version: v.string(), sha256: v.string() })),
    search: optional(v.union([v.pipe(place, v.minValue(1)), v.literal('consensus')])),
    encoderBackend: v.string(),
    decoderBackend: v.string(),
    stages: v.object({
      preparing: v.number(),
      looking: v.number(),
      writing: v.number(),
      tagging: v.number(),
    }),
    createdAt: v.string(),
  }),
});

const DraftSchema = v.object({
  original: v.string(),
  /** Absent from studies that were kept before the model wrote impressions. */
  originalImpression: v.optional(v.string(), ''),
  impressionAgain: optional(v.string()),
  findings: v.string(),
  impression: v.string(),
  sentences: v.array(
    v.object({
      id: place,
      state: v.picklist(['unread', 'accepted', 'rejected', 'replaced', 'edited', 'written']),
      text: v.string(),
      original: optional(place),
    }),
  ),
  editedAt: optional(v.string()),
  signature: optional(v.object({ name: v.string(), at: v.string() })),
});

const StudySchema = v.object({
  id: v.pipe(v.string(), v.uuid()),
  label: v.string(),
  createdAt: v.string(),
  updatedAt: v.string(),
  /** Whether a lateral film was read too. */
  pair: v.boolean(),
  draft: DraftSchema,
  report: ReportSchema,
});

/**
 * A study as it is kept: the report without its attention maps, and the draft. No film, no thumbnail, no file name
 * and nothing else that came with the film; the label is made up.
 */
export interface KeptStudy {
  readonly id: string;
  readonly label: string;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly pair: boolean;
  readonly draft: Draft;
  readonly report: Omit<Report, 'words'>;
}

/** @throws ValiError, SyntaxError */
export function parseStudy(json: string): KeptStudy {
  return v.parse(StudySchema, JSON.parse(json));
}

/** The study as JSON, cut to what the schema names. */
export function studyAsJson(study: KeptStudy): string {
  return JSON.stringify(v.parse(StudySchema, study));
}

/** A made-up name for a study: `Study 7F3A`. */
export function labelOf(id: string): string {
  return `Study ${id.slice(0, 4).toUpperCase()}`;
}
