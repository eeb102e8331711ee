import * as tf from '@tensorflow/tfjs-core';
import type { Weights } from '../weights';

/**
 * Fully connected layer.
 * @param w  `kernel` [in, out]; `bias` [out] where the pack has one
 * @param x  [n, in]
 */
export function dense(w: Weights, x: tf.Tensor2D, activation: 'linear' | 'relu' = 'linear'): tf.Tensor2D {
  const bias = w.has('bias') ? { bias: w.tensor('bias') } : {};
  return tf.fused.matMul({ a: x, b: w.tensor('kernel'), ...bias, activation }) as tf.Tensor2D;
}
