import * as tf from '@tensorflow/tfjs-core';
import type { Weights } from '../weights';

/** BERT's epsilon (Devlin et al. 2019). */
const EPSILON = 1e-12;

/**
 * Layer normalisation over the last axis (Ba, Kiros and Hinton 2016).
 * @param w  `gamma` [width], `beta` [width]
 * @param x  [n, width]
 */
export function layerNorm(w: Weights, x: tf.Tensor2D): tf.Tensor2D {
  const centred = tf.sub(x, tf.mean(x, 1, true));
  const variance = tf.mean(tf.square(centred), 1, true);
  const scale = tf.mul(tf.rsqrt(tf.add(variance, EPSILON)), w.tensor('gamma'));
  return tf.add(tf.mul(centred, scale), w.tensor('beta'));
}
