import * as tf from '@tensorflow/tfjs-core';

/** logit(Phi(x)) / x as a polynomial in x squared, highest power first; fitted for the error of x Phi(x). */
const HIGHEST = 2.238169465e-6;
const SECOND = -6.116209547e-5;
const LOWER = [-2.497228874e-4, 0.07293758141, 1.595656272];

/**
 * Gaussian error linear unit, x Phi(x) (Hendrycks and Gimpel 2016), within 4e-6 of its exact form.
 *
 * Phi is taken as the sigmoid of an odd polynomial: the sigmoid is a fast kernel of the wasm backend, where erf and
 * tanh are slow ones.
 */
export function gelu(x: tf.Tensor2D): tf.Tensor2D {
  const square = tf.square(x);
  const slope = LOWER.reduce<tf.Tensor>(
    (sum, coefficient) => tf.add(tf.mul(sum, square), coefficient),
    tf.add(tf.mul(square, HIGHEST), SECOND),
  );
  return tf.mul(x, tf.sigmoid(tf.mul(x, slope)));
}
