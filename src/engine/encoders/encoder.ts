import * as tf from '@tensorflow/tfjs-core';
import { ORIENTATIONS, VIEWS, type GreyImage } from '../../domain/film';
import { FINDINGS } from '../../domain/finding';
import type { EncoderManifest, WeightEntry } from '../../packs/manifest';
import { EngineError } from '../errors';
import { dense } from '../layers';
import { prepare } from '../prepare';
import type { Tap } from '../tap';
import { Weights, type WeightShapes } from '../weights';
import { densenet121, densenet121Shapes } from './densenet121';
import { efficientnetLite0, efficientnetLite0Shapes } from './efficientnet-lite0';
import { inceptionV3, inceptionV3Shapes } from './inception-v3';

/** What an encoder sees in one film. Plain numbers: nothing of it stays on a backend. */
export interface FilmEncoding {
  /** Feature map, row-major [mapHeight * mapWidth, channels]. */
  readonly features: Float32Array;
  /** Logits in the order of FINDINGS. */
  readonly findings: Float32Array;
  /** Logits in the order of VIEWS. */
  readonly view: Float32Array;
  /** Logits in the order of ORIENTATIONS. */
  readonly orientation: Float32Array;
}

/** With what each place of the film says of each finding. */
export interface LocalisedEncoding extends FilmEncoding {
  /**
   * Class activation (Zhou et al. 2016): the finding head on each place of the map by itself, row-major
   * [mapHeight * mapWidth, FINDINGS.length]. The head is linear on the mean-pooled map, so that the mean over the
   * places is the film's logit.
   */
  readonly activations: Float32Array;
}

type Architecture = EncoderManifest['architecture'];

interface Backbone<A extends Architecture> {
  readonly shapes: (architecture: A, table: readonly WeightEntry[]) => Map<string, readonly number[]>;
  /** Image [1, h, w, 1] -> feature map [1, mapHeight, mapWidth, channels]. */
  readonly forward: (w: Weights, image: tf.Tensor4D, architecture: A, tap?: Tap) => tf.Tensor4D;
}

type Backbones = { readonly [K in Architecture['kind']]: Backbone<Extract<Architecture, { kind: K }>> };

/** Backbones by `architecture.kind`. */
const BACKBONES: Backbones = {
  'efficientnet-lite0': {
    shapes: ({ channels }, table) => efficientnetLite0Shapes(channels, table),
    forward: (w, image, _, tap) => efficientnetLite0(w, image, tap),
  },
  densenet121: {
    shapes: ({ channels }, table) => densenet121Shapes(channels, table),
    forward: (w, image, _, tap) => densenet121(w, image, tap),
  },
  'inception-v3': { shapes: inceptionV3Shapes, forward: inceptionV3 },
};

/** The backbone of an architecture, with its kind's own fields hidden again. */
function backboneOf<A extends Architecture>({ kind }: A): Backbone<A> {
  return BACKBONES[kind] as Backbone<A>;
}

/** An encoder pack on a backend: a backbone with three heads on its mean-pooled map. */
export class Encoder {
  readonly #weights: Weights;

  /** @throws EngineError `weights` */
  constructor(
    readonly manifest: EncoderManifest,
    weightsFile: ArrayBuffer,
  ) {
    this.#weights = Weights.load(manifest.weights, weightsFile, shapesOf(manifest));
  }

  /** Looks at one film. */
  async encode(film: GreyImage): Promise<LocalisedEncoding> {
    const outputs = tf.tidy(() => {
      const seen = this.forward(prepare(film, this.manifest.input));
      const places = tf.reshape<tf.Rank.R2>(seen.features, [-1, this.manifest.architecture.channels]);
      return { ...seen, activations: dense(this.#weights.at('head.findings'), places) };
    });
    try {
      const [features, activations, findings, view, orientation] = await Promise.all([
        floats(outputs.features),
        floats(outputs.activations),
        floats(outputs.findings),
        floats(outputs.view),
        floats(outputs.orientation),
      ]);
      return { features, activations, findings, view, orientation };
    } finally {
      tf.dispose(Object.values(outputs));
    }
  }

  /** The network itself, for parity tests: call it inside `tf.tidy`. */
  forward(image: tf.Tensor4D, tap?: Tap) {
    const w = this.#weights;
    const { architecture } = this.manifest;
    const features = backboneOf(architecture).forward(w, image, architecture, tap);
    checkMap(architecture, features.shape);
    const pooled = tf.mean<tf.Tensor2D>(features, [1, 2]);
    return {
      features,
      findings: dense(w.at('head.findings'), pooled),
      view: dense(w.at('head.view'), pooled),
      orientation: dense(w.at('head.orientation'), pooled),
    };
  }

  dispose(): void {
    this.#weights.dispose();
  }
}

/** Decoders count their slots by the manifest's map. @throws EngineError `weights` when the network gives another */
function checkMap({ mapHeight, mapWidth, channels }: Architecture, shape: readonly number[]): void {
  const [, height, width, depth] = shape;
  if (height === mapHeight && width === mapWidth && depth === channels) return;
  throw new EngineError(
    'weights',
    `The feature map is ${height} x ${width} x ${depth}, the manifest says ${mapHeight} x ${mapWidth} x ${channels}.`,
  );
}

async function floats(tensor: tf.Tensor): Promise<Float32Array> {
  return Float32Array.from(await tensor.data());
}

function shapesOf(manifest: EncoderManifest): WeightShapes {
  const { architecture, weights } = manifest;
  const shapes = backboneOf(architecture).shapes(architecture, weights);
  const heads = { findings: FINDINGS, view: VIEWS, orientation: ORIENTATIONS };
  for (const [head, { length }] of Object.entries(heads)) {
    shapes.set(`head.${head}.kernel`, [architecture.channels, length]);
    shapes.set(`head.${head}.bias`, [length]);
  }
  return shapes;
}
