import * as tf from '@tensorflow/tfjs-core';
import type { Weights } from '../weights';
import { dense } from './dense';

/**
 * One step of a long short-term memory (Hochreiter and Schmidhuber 1997; forget gate: Gers et al. 2000) as
 * PyTorch's LSTMCell computes it: gates in the order input, forget, new, output, with a bias on both sides.
 * @param w      `input.kernel` [in, 4 H], `input.bias`, `state.kernel` [H, 4 H], `state.bias`
 * @param x      [n, in]
 * @param state  output and memory side by side, [n, 2 H]
 * @returns      the next state [n, 2 H]; its first half, the output, lies in -1..1
 */
export function lstm(w: Weights, x: tf.Tensor2D, state: tf.Tensor2D): tf.Tensor2D {
  const [before, memory] = tf.split(state, 2, 1) as [tf.Tensor2D, tf.Tensor2D];
  const joined = tf.add<tf.Tensor2D>(dense(w.at('input'), x), dense(w.at('state'), before));
  const [input, forget, candidate, output] = tf.split(joined, 4, 1) as [
    tf.Tensor2D,
    tf.Tensor2D,
    tf.Tensor2D,
    tf.Tensor2D,
  ];
  const kept = tf.mul<tf.Tensor2D>(tf.sigmoid(forget), memory);
  const next = tf.add<tf.Tensor2D>(kept, tf.mul(tf.sigmoid(input), tf.tanh(candidate)));
  return tf.concat([tf.mul<tf.Tensor2D>(tf.sigmoid(output), tf.tanh(next)), next], 1);
}
