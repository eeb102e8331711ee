import * as v from 'valibot';
import { FINDINGS } from '../domain/finding';
import { LABEL_SETS } from '../domain/entity';
import type { Search } from '../domain/search';
import { PackError } from './errors';

/**
 * Schema of `manifest.json`, the head of every model pack (docs/PACKS.md).
 * A pack is data: nothing in it is ever executed.
 */
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const positive = v.pipe(v.number(), v.integer(), v.minValue(1));
const probability = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const halfOrMore = v.pipe(v.number(), v.minValue(0.5), v.maxValue(1));
const identifier = v.pipe(
  v.string(),
  v.regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'an id is lower case letters, digits and -'),
);
const version = v.pipe(v.string(), v.regex(/^\d+\.\d+\.\d+$/, 'a version is MAJOR.MINOR.PATCH'));
const sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, 'SHA-256 as 64 lower case hex digits'));
/** A plain file name: no folders, so that no path can leave the pack. */
const fileName = v.pipe(v.string(), v.regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/, 'a plain file name'));

const PackFileSchema = v.object({ path: fileName, bytes: positive, sha256 });

/** Symmetric int8 scales: float32 vector at `offset`, one for each index along `axis`. */
const ScaleSchema = v.object({ axis: count, offset: count });

const WeightSchema = v.object({
  name: v.pipe(v.string(), v.regex(/^[a-zA-Z0-9_.]+$/)),
  shape: v.pipe(v.array(positive), v.maxLength(4)),
  dtype: v.picklist(['int8', 'float16', 'float32']),
  /** Byte offset in weights.bin, a multiple of 4. */
  offset: v.pipe(count, v.multipleOf(4)),
  scale: v.optional(ScaleSchema),
});

const SourceSchema = v.object({
  name: v.string(),
  licence: v.string(),
  url: v.optional(v.string()),
  note: v.optional(v.string()),
});

const common = {
  schema: v.literal(1),
  id: identifier,
  version,
  title: v.string(),
  description: v.string(),
  licence: v.string(),
  sources: v.array(SourceSchema),
  files: v.pipe(v.array(PackFileSchema), v.minLength(1)),
  weights: v.pipe(v.array(WeightSchema), v.minLength(1)),
  /** Measured figures by name, each the value the named command printed. */
  figures: v.record(v.string(), v.number()),
};

const CalibrationSchema = v.object({
  /** p = sigmoid(logit / temperature + bias), in the order of FINDINGS. */
  findings: v.pipe(
    v.array(
      v.object({
        name: v.picklist(FINDINGS),
        temperature: v.pipe(v.number(), v.gtValue(0)),
        bias: v.number(),
        threshold: probability,
        judged: v.boolean(),
        /**
         * The least share of the class activation on one half of the frontal film at which that half is the
         * finding's side (src/domain/activation-side.ts); absent where the activation does not tell the side.
         */
        sideShare: v.optional(halfOrMore),
        /** The same for a side that is said unasked; also right of findings that may be on both sides. */
        sideToldShare: v.optional(halfOrMore),
      }),
    ),
    v.check(
      (rows) => rows.length === FINDINGS.length && rows.every((row, i) => row.name === FINDINGS[i]),
      `calibration lists the ${FINDINGS.length} findings in their order`,
    ),
  ),
});

/**
 * Operating points of the quality gate, chosen on validation films. A film is refused as no chest film only
 * when P(view = other) exceeds `other` (at most 0.5 % of validation chest films may do so); it is called
 * turned or inverted when that orientation's probability exceeds `orientation`, and taken for the other view
 * when that view's probability exceeds `view`.
 */
const GateSchema = v.object({ other: probability, orientation: probability, view: probability });

/** The feature map that a decoder reads: its slots are mapHeight x mapWidth a film. */
const featureMap = { mapHeight: positive, mapWidth: positive, channels: positive };

const EncoderArchitectureSchema = v.variant('kind', [
  v.object({ kind: v.literal('efficientnet-lite0'), ...featureMap }),
  v.object({ kind: v.literal('densenet121'), ...featureMap }),
  v.object({
    kind: v.literal('inception-v3'),
    ...featureMap,
    /** The module that gives the map. */
    cut: v.picklist(['mixed7', 'mixed8']),
    /** A mean over windows that makes the map smaller, nothing padded: 3 and 2 make 17 x 17 cells 8 x 8. */
    mapPool: v.optional(v.object({ size: positive, stride: positive })),
  }),
]);

const EncoderSchema = v.object({
  ...common,
  task: v.literal('encoder'),
  architecture: EncoderArchitectureSchema,
  input: v.object({
    height: positive,
    width: positive,
    channels: v.literal(1),
    resize: v.literal('bilinear-antialias'),
    mean: v.number(),
    std: v.pipe(v.number(), v.gtValue(0)),
  }),
  calibration: CalibrationSchema,
  gate: GateSchema,
});

const DecoderSchema = v.object({
  ...common,
  task: v.literal('decoder'),
  requires: v.object({ id: identifier, version }),
  architecture: v.object({
    kind: v.picklist(['attention-gru', 'attention-lstm']),
    /** Films that it looks at: 1 is the frontal one alone. */
    films: v.optional(v.picklist([1, 2]), 2),
    vocabulary: positive,
    hidden: positive,
    slot: positive,
    attention: positive,
    embedding: positive,
  }),
  decoding: v.object({
    maxLength: positive,
    beam: positive,
    lengthPenalty: v.number(),
    /**
     * It is meant to write the consensus of so many drafts, drawn at this temperature, and the greedy one; absent: it
     * searches by its beam.
     */
    consensus: v.optional(
      v.object({
        drafts: v.pipe(positive, v.maxValue(64)),
        temperature: v.pipe(v.number(), v.gtValue(0), v.maxValue(2)),
      }),
    ),
    /** It has learnt to write an impression after the findings, of so many tokens at most. */
    impression: v.optional(v.object({ maxLength: positive })),
    /** Finding input from which a finding that the text leaves out is put in; absent: the text, impression and all, stands as written. */
    guide: v.optional(v.pipe(v.number(), v.minValue(0.5), v.maxValue(1))),
  }),
});

const LabelSetSchema = v.object({
  tags: v.pipe(v.array(v.string()), v.minLength(1)),
  /** Layers of the encoder that its head reads; absent: all. The assertion head reads those of `report`. */
  layers: v.optional(positive),
});

const TaggerSchema = v.object({
  ...common,
  task: v.literal('tagger'),
  architecture: v.object({
    kind: v.picklist(['bert-tagger']),
    vocabulary: positive,
    layers: positive,
    hidden: positive,
    heads: positive,
    feedForward: positive,
    /** Longest sequence of word pieces, [CLS] and [SEP] counted. */
    positions: positive,
    /** Windows over long texts, in word pieces. */
    window: positive,
    overlap: count,
    labelSets: v.record(v.picklist(LABEL_SETS), LabelSetSchema),
  }),
});

export const ManifestSchema = v.variant('task', [EncoderSchema, DecoderSchema, TaggerSchema]);

export type Manifest = v.InferOutput<typeof ManifestSchema>;
export type EncoderManifest = v.InferOutput<typeof EncoderSchema>;
export type DecoderManifest = v.InferOutput<typeof DecoderSchema>;
export type TaggerManifest = v.InferOutput<typeof TaggerSchema>;
export type PackFile = v.InferOutput<typeof PackFileSchema>;
export type WeightEntry = v.InferOutput<typeof WeightSchema>;

/** How a decoder is meant to search. */
export function ownSearch({ consensus, beam }: DecoderManifest['decoding']): Search {
  return consensus ? 'consensus' : beam;
}

/** Why the default decoder is the default, as `python -m training choose-default` found it. */
const MeasuredSchema = v.object({
  /** Key of the figure in the pack's manifest, as `val.greedy.clinicalF1`. */
  figure: v.string(),
  /** What the figure is, as `clinical micro F1`. */
  name: v.string(),
  value: probability,
  /** What it was measured on. */
  data: v.string(),
  studies: positive,
  /** Decoders that were compared. */
  of: positive,
  /** Of those, how many meet the condition; absent in an index of an older export. */
  able: v.exactOptional(positive),
  /** What a model had to have beside the figure, as words; absent where no model had any of it. */
  condition: v.exactOptional(v.string()),
});

/** Schema of `public/models/index.json`: what the site offers and which packs the app takes by default. */
export const IndexSchema = v.object({
  schema: v.literal(1),
  default: v.object({
    decoder: identifier,
    tagger: identifier,
    /** Absent in an index that was written by hand or by an older export. */
    measured: v.exactOptional(MeasuredSchema),
  }),
  packs: v.array(v.object({ id: identifier, version, path: v.string() })),
});
export type PackIndex = v.InferOutput<typeof IndexSchema>;
/** The packs that the app takes by default, and why the decoder is one of them. */
export type DefaultPacks = PackIndex['default'];

function parse<S extends v.GenericSchema>(schema: S, json: unknown, what: string): v.InferOutput<S> {
  const result = v.safeParse(schema, json);
  if (result.success) return result.output;
  const issue = result.issues[0];
  const path = v.getDotPath(issue);
  throw new PackError('schema', `${what} is not valid${path ? ` at ${path}` : ''}: ${issue.message}`);
}

/**
 * Reads a pack's manifest from parsed JSON.
 * @throws PackError `schema` that names the first field in error
 */
export function parseManifest(json: unknown): Manifest {
  return parse(ManifestSchema, json, 'manifest.json');
}

/** Reads the site's pack index from parsed JSON. @throws PackError `schema` */
export function parseIndex(json: unknown): PackIndex {
  return parse(IndexSchema, json, 'index.json');
}
