import * as tf from '@tensorflow/tfjs-core';
import type { TaggerManifest } from '../../packs/manifest';
import { dense, gelu, layerNorm, selfAttention, splitHeads } from '../layers';
import type { Tap } from '../tap';
import type { Weights } from '../weights';

type Architecture = TaggerManifest['architecture'];

/** Makes weights as a pack holds them ready for `bert`. */
export function prepareBert(w: Weights, { layers, heads }: Architecture): void {
  for (let i = 0; i < layers; i++) splitHeads(w.at(`layer${i}.attention`), heads);
}

export interface BertOptions {
  /** Layers that are computed; all by default. */
  readonly depth?: number;
  /** Where in the sequence hidden states are wanted, the last layer is spared at all others; everywhere by default. */
  readonly places?: readonly number[];
  /** Told `embeddings`, `layer0`, ... */
  readonly tap?: Tap;
}

/**
 * BERT (Devlin et al. 2019), the size of MiniLM-L6 (Wang et al. 2020): post-norm encoder layers with GELU.
 * @param w       weights that `prepareBert` made ready
 * @param pieces  ids of one sequence with [CLS] and [SEP], at most `positions`
 * @returns       [places, hidden]
 */
export function bert(
  w: Weights,
  pieces: readonly number[],
  { layers, heads }: Architecture,
  { depth = layers, places = pieces.map((_, i) => i), tap }: BertOptions = {},
): tf.Tensor2D {
  let x = embed(w.at('embeddings'), pieces);
  tap?.('embeddings', x);
  for (let i = 0; i < depth; i++) {
    const asked = i === depth - 1 ? tf.gather(x, tf.tensor1d([...places], 'int32')) : x;
    x = encoderLayer(w.at(`layer${i}`), x, heads, asked);
    tap?.(`layer${i}`, x);
  }
  return x;
}

function embed(w: Weights, pieces: readonly number[]): tf.Tensor2D {
  const words = tf.gather(w.tensor<tf.Tensor2D>('word'), tf.tensor1d([...pieces], 'int32'));
  const places = tf.slice(w.tensor<tf.Tensor2D>('position'), [0, 0], [pieces.length, -1]);
  return layerNorm(w.at('norm'), tf.add(tf.add(words, places), w.tensor('type0')));
}

function encoderLayer(w: Weights, x: tf.Tensor2D, heads: number, asked: tf.Tensor2D): tf.Tensor2D {
  const mixed = selfAttention(w.at('attention'), x, heads, asked);
  const attended = layerNorm(w.at('attention.norm'), tf.add(asked, mixed));
  const inner = gelu(dense(w.at('feedforward.in'), attended));
  return layerNorm(w.at('norm'), tf.add(attended, dense(w.at('feedforward.out'), inner)));
}

/** Names and shapes of its weights. */
export function bertShapes({ vocabulary, positions, layers, hidden, feedForward }: Architecture) {
  const shapes = new Map<string, readonly number[]>([
    ['embeddings.word', [vocabulary, hidden]],
    ['embeddings.position', [positions, hidden]],
    ['embeddings.type0', [hidden]],
  ]);
  const addDense = (name: string, from: number, to: number): void => {
    shapes.set(`${name}.kernel`, [from, to]);
    shapes.set(`${name}.bias`, [to]);
  };
  const addNorm = (name: string): void => {
    shapes.set(`${name}.gamma`, [hidden]);
    shapes.set(`${name}.beta`, [hidden]);
  };
  addNorm('embeddings.norm');
  for (let i = 0; i < layers; i++) {
    for (const part of ['query', 'key', 'value', 'output'])
      addDense(`layer${i}.attention.${part}`, hidden, hidden);
    addNorm(`layer${i}.attention.norm`);
    addDense(`layer${i}.feedforward.in`, hidden, feedForward);
    addDense(`layer${i}.feedforward.out`, feedForward, hidden);
    addNorm(`layer${i}.norm`);
  }
  return shapes;
}
