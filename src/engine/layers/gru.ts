import * as tf from '@tensorflow/tfjs-core';
import type { Weights } from '../weights';
import { dense } from './dense';

/**
 * One step of a gated recurrent unit (Cho et al. 2014) as PyTorch's GRUCell computes it: gates in the order
 * reset, update, new, with a bias on both sides.
 * @param w      `input.kernel` [in, 3 H], `input.bias`, `state.kernel` [H, 3 H], `state.bias`
 * @param x      [n, in]
 * @param state  [n, H]
 * @returns      the next state [n, H], each value in -1..1
 */
export function gru(w: Weights, x: tf.Tensor2D, state: tf.Tensor2D): tf.Tensor2D {
  const [inputReset, inputUpdate, inputNew] = gates(dense(w.at('input'), x));
  const [stateReset, stateUpdate, stateNew] = gates(dense(w.at('state'), state));
  const reset = tf.sigmoid(tf.add(inputReset, stateReset));
  const update = tf.sigmoid(tf.add(inputUpdate, stateUpdate));
  const candidate = tf.tanh(tf.add(inputNew, tf.mul(reset, stateNew)));
  return tf.add(candidate, tf.mul(update, tf.sub(state, candidate)));
}

function gates(joined: tf.Tensor2D): [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D] {
  return tf.split(joined, 3, 1) as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];
}
