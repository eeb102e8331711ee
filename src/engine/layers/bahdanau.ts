import * as tf from '@tensorflow/tfjs-core';
import type { Weights } from '../weights';
import { dense } from './dense';

/** What a decoder looks at: one row for each place. */
export type Slots = {
  /** [slots, D] */
  readonly values: tf.Tensor2D;
  /** The part of the scores that no state changes, [slots, A]; made once for a study. */
  readonly keys: tf.Tensor2D;
};

/**
 * Additive attention (Bahdanau, Cho and Bengio 2015) of n states over the same slots:
 * score = v . tanh(slot W + state U + b), softmax over the slots.
 * @param w      `state.kernel` [H, A], `v` [A, 1] (`slot.kernel` and `bias` went into the keys)
 * @param state  [n, H]
 * @returns      context [n, D] and weights [n, slots]; each row of weights sums to 1
 */
export function bahdanau(
  w: Weights,
  slots: Slots,
  state: tf.Tensor2D,
): { context: tf.Tensor2D; weights: tf.Tensor2D } {
  const [count, width] = slots.keys.shape;
  const rows = state.shape[0];
  const query: tf.Tensor3D = tf.reshape<tf.Rank.R3>(dense(w.at('state'), state), [rows, 1, width]);
  const energy = tf.tanh(tf.add(tf.reshape<tf.Rank.R3>(slots.keys, [1, count, width]), query));
  const scores = tf.matMul(tf.reshape<tf.Rank.R2>(energy, [rows * count, width]), w.tensor<tf.Tensor2D>('v'));
  const weights: tf.Tensor2D = tf.softmax(tf.reshape<tf.Rank.R2>(scores, [rows, count]), 1);
  return { context: tf.matMul(weights, slots.values), weights };
}
