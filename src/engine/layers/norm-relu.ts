import * as tf from '@tensorflow/tfjs-core';
import type { Weights } from '../weights';

/**
 * Batch norm and ReLU in front of a convolution, as DenseNet has them (He et al. 2016, "pre-activation"): with the
 * ReLU between them the norm cannot be folded into the kernel, so the pack has what is left of it.
 * @param w  `scale` [channels], `offset` [channels]
 * @param x  [n, h, w, channels]
 */
export function normRelu(w: Weights, x: tf.Tensor4D): tf.Tensor4D {
  return tf.relu(tf.add<tf.Tensor4D>(tf.mul(x, w.tensor('scale')), w.tensor('offset')));
}
