import * as tf from '@tensorflow/tfjs-core';

/** Gaussian error linear unit, exact form: x/2 (1 + erf(x / sqrt 2)) (Hendrycks and Gimpel 2016). */
export function gelu(x: tf.Tensor2D): tf.Tensor2D {
  return tf.mul(tf.mul(x, 0.5), tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1));
}
