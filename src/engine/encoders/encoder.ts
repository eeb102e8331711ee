import * as tf from '@tensorflow/tfjs-core';
import { ORIENTATIONS, VIEWS, type GreyImage } from '../../domain/film';
import { FINDINGS } from '../../domain/finding';
import type { EncoderManifest } from '../../packs/manifest';
import { dense } from '../layers';
import { prepare } from '../prepare';
import type { Tap } from '../tap';
import { Weights, type WeightShapes } from '../weights';
import { efficientnetLite0, efficientnetLite0Shapes } from './efficientnet-lite0';

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

interface Backbone {
  readonly shapes: (manifest: EncoderManifest) => Map<string, readonly number[]>;
  /** Image [1, h, w, 1] -> feature map [1, mapHeight, mapWidth, channels]. */
  readonly forward: (w: Weights, image: tf.Tensor4D, tap?: Tap) => tf.Tensor4D;
}

/** Backbones by `architecture.kind`. */
const BACKBONES: Readonly<Record<EncoderManifest['architecture']['kind'], Backbone>> = {
  'efficientnet-lite0': {
    shapes: ({ architecture, weights }) => efficientnetLite0Shapes(architecture.channels, weights),
    forward: efficientnetLite0,
  },
};

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
  async encode(film: GreyImage): Promise<FilmEncoding> {
    const outputs = tf.tidy(() => this.forward(prepare(film, this.manifest.input)));
    try {
      const [features, findings, view, orientation] = await Promise.all([
        floats(outputs.features),
        floats(outputs.findings),
        floats(outputs.view),
        floats(outputs.orientation),
      ]);
      return { features, findings, view, orientation };
    } finally {
      tf.dispose(Object.values(outputs));
    }
  }

  /** The network itself, for parity tests: call it inside `tf.tidy`. */
  forward(image: tf.Tensor4D, tap?: Tap) {
    const w = this.#weights;
    const features = BACKBONES[this.manifest.architecture.kind].forward(w, image, tap);
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

async function floats(tensor: tf.Tensor): Promise<Float32Array> {
  return Float32Array.from(await tensor.data());
}

function shapesOf(manifest: EncoderManifest): WeightShapes {
  const { architecture } = manifest;
  const shapes = BACKBONES[architecture.kind].shapes(manifest);
  const heads = { findings: FINDINGS, view: VIEWS, orientation: ORIENTATIONS };
  for (const [head, { length }] of Object.entries(heads)) {
    shapes.set(`head.${head}.kernel`, [architecture.channels, length]);
    shapes.set(`head.${head}.bias`, [length]);
  }
  return shapes;
}
