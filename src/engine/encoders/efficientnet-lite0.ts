import * as tf from '@tensorflow/tfjs-core';
import type { WeightEntry } from '../../packs/manifest';
import { conv, depthwiseConv } from '../layers';
import type { Tap } from '../tap';
import { kernelWidths, type Weights } from '../weights';

/** A run of inverted-residual blocks; only the first one strides. */
interface Stage {
  readonly repeat: number;
  readonly kernel: number;
  readonly stride: number;
  readonly expand: number;
  readonly channels: number;
}

/** Table 1 of EfficientNet (Tan and Le 2019), the stem and the top aside. */
const STAGES: readonly Stage[] = [
  { repeat: 1, kernel: 3, stride: 1, expand: 1, channels: 16 },
  { repeat: 2, kernel: 3, stride: 2, expand: 6, channels: 24 },
  { repeat: 2, kernel: 5, stride: 2, expand: 6, channels: 40 },
  { repeat: 3, kernel: 3, stride: 2, expand: 6, channels: 80 },
  { repeat: 3, kernel: 5, stride: 1, expand: 6, channels: 112 },
  { repeat: 4, kernel: 5, stride: 2, expand: 6, channels: 192 },
  { repeat: 1, kernel: 3, stride: 1, expand: 6, channels: 320 },
];
const STEM_CHANNELS = 32;

const BLOCKS = STAGES.flatMap(({ repeat, stride, ...block }) =>
  Array.from({ length: repeat }, (_, i) => ({ ...block, stride: i === 0 ? stride : 1 })),
).map((block, i) => ({ ...block, name: `block${i}` }));

/**
 * EfficientNet-Lite0 (Tan and Le 2019, lite form: ReLU6, no squeeze-and-excitation) for one grey channel.
 * Batch norms are folded into kernels and biases.
 * @param image  [1, 224, 224, 1], prepared by `prepare()`
 * @param tap    told `stem`, `block0` .. `block15`, `top`
 * @returns      feature map [1, 7, 7, 1280] before pooling, values 0..6
 */
export function efficientnetLite0(w: Weights, image: tf.Tensor4D, tap?: Tap): tf.Tensor4D {
  let x = conv(w.at('stem'), image, { stride: 2 });
  tap?.('stem', x);
  for (const { name, stride } of BLOCKS) {
    x = invertedResidual(w.at(name), x, stride);
    tap?.(name, x);
  }
  x = conv(w.at('top'), x);
  tap?.('top', x);
  return x;
}

/** Expand (1x1), depthwise, project (1x1, linear); the input is added where the shape stays. */
function invertedResidual(w: Weights, x: tf.Tensor4D, stride: number): tf.Tensor4D {
  const wide = w.has('expand.kernel') ? conv(w.at('expand'), x) : x;
  const y = conv(w.at('project'), depthwiseConv(w.at('depthwise'), wide, stride), { activation: 'linear' });
  return stride === 1 && x.shape[3] === y.shape[3] ? tf.add(x, y) : y;
}

/**
 * Names and shapes of its weights.
 * @param channels  of the feature map: 1280
 * @param table     the pack's weights: a thinner network (for a test) has the same blocks, and its widths are
 *                  taken from its kernels; whatever the table does not say is as in the paper
 */
export function efficientnetLite0Shapes(
  channels: number,
  table: readonly WeightEntry[] = [],
): Map<string, readonly number[]> {
  const widthOf = kernelWidths(table);
  const shapes = new Map<string, readonly number[]>();
  const add = (layer: string, kernel: readonly number[], bias: number): void => {
    shapes.set(`${layer}.kernel`, kernel);
    shapes.set(`${layer}.bias`, [bias]);
  };
  let from = widthOf('stem', STEM_CHANNELS);
  add('stem', [3, 3, 1, from], from);
  for (const { name, kernel, expand, channels: usual } of BLOCKS) {
    const wide = expand > 1 ? widthOf(`${name}.expand`, from * expand) : from;
    const to = widthOf(`${name}.project`, usual);
    if (expand > 1) add(`${name}.expand`, [1, 1, from, wide], wide);
    add(`${name}.depthwise`, [kernel, kernel, wide, 1], wide);
    add(`${name}.project`, [1, 1, wide, to], to);
    from = to;
  }
  add('top', [1, 1, from, channels], channels);
  return shapes;
}
