import * as tf from '@tensorflow/tfjs-core';
import { conv, depthwiseConv } from '../layers';
import type { Weights } from '../weights';

/** A run of inverted-residual blocks; only the first one strides. */
interface Stage {
  readonly repeat: number;
  readonly kernel: number;
  readonly stride: number;
  readonly expand: number;
  readonly channels: number;
}

/** Table 1 of EfficientNet (Tan and Le 2019), the stem and the top aside. */
export const LITE0_STAGES: readonly Stage[] = [
  { repeat: 1, kernel: 3, stride: 1, expand: 1, channels: 16 },
  { repeat: 2, kernel: 3, stride: 2, expand: 6, channels: 24 },
  { repeat: 2, kernel: 5, stride: 2, expand: 6, channels: 40 },
  { repeat: 3, kernel: 3, stride: 2, expand: 6, channels: 80 },
  { repeat: 3, kernel: 5, stride: 1, expand: 6, channels: 112 },
  { repeat: 4, kernel: 5, stride: 2, expand: 6, channels: 192 },
  { repeat: 1, kernel: 3, stride: 1, expand: 6, channels: 320 },
];
const STEM_CHANNELS = 32;

/**
 * EfficientNet-Lite0 (Tan and Le 2019, lite form: ReLU6, no squeeze-and-excitation) for one grey channel.
 * Batch norms are folded into kernels and biases.
 * @param image  [1, 224, 224, 1], prepared by `prepare()`
 * @returns      feature map [1, 7, 7, 1280] before pooling, values 0..6
 */
export function efficientnetLite0(w: Weights, image: tf.Tensor4D): tf.Tensor4D {
  let x = conv(w.at('stem'), image, { stride: 2 });
  for (const { name, stride } of blocksOf(LITE0_STAGES)) x = invertedResidual(w.at(name), x, stride);
  return conv(w.at('top'), x);
}

/** Expand (1x1), depthwise, project (1x1, linear); the input is added where the shape stays. */
function invertedResidual(w: Weights, x: tf.Tensor4D, stride: number): tf.Tensor4D {
  const wide = w.has('expand.kernel') ? conv(w.at('expand'), x) : x;
  const y = conv(w.at('project'), depthwiseConv(w.at('depthwise'), wide, stride), { activation: 'linear' });
  return stride === 1 && x.shape[3] === y.shape[3] ? tf.add(x, y) : y;
}

interface Block {
  readonly name: string;
  readonly kernel: number;
  readonly stride: number;
  readonly expand: number;
  readonly channels: number;
}

function blocksOf(stages: readonly Stage[]): Block[] {
  return stages
    .flatMap(({ repeat, stride, ...block }) =>
      Array.from({ length: repeat }, (_, i) => ({ ...block, stride: i === 0 ? stride : 1 })),
    )
    .map((block, i) => ({ ...block, name: `block${i}` }));
}

/** Names and shapes of its weights. @param channels  of the feature map: 1280 */
export function efficientnetLite0Shapes(channels: number): Map<string, readonly number[]> {
  const shapes = new Map<string, readonly number[]>();
  const add = (name: string, kernel: readonly number[], bias: number): void => {
    shapes.set(`${name}.kernel`, kernel);
    shapes.set(`${name}.bias`, [bias]);
  };
  add('stem', [3, 3, 1, STEM_CHANNELS], STEM_CHANNELS);
  let from = STEM_CHANNELS;
  for (const { name, kernel, expand, channels: to } of blocksOf(LITE0_STAGES)) {
    const wide = from * expand;
    if (expand > 1) add(`${name}.expand`, [1, 1, from, wide], wide);
    add(`${name}.depthwise`, [kernel, kernel, wide, 1], wide);
    add(`${name}.project`, [1, 1, wide, to], to);
    from = to;
  }
  add('top', [1, 1, from, channels], channels);
  return shapes;
}
