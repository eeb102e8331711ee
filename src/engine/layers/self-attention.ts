import * as tf from '@tensorflow/tfjs-core';
import type { Weights } from '../weights';
import { dense } from './dense';

/**
 * Multi-head self-attention (Vaswani et al. 2017) over one sequence without padding.
 * @param w      `query`, `key`, `value`, `output`, each with `kernel` [width, width] and `bias`
 * @param x      [length, width]; width is a multiple of `heads`
 * @returns      [length, width], before the residual
 */
export function selfAttention(w: Weights, x: tf.Tensor2D, heads: number): tf.Tensor2D {
  const [length, width] = x.shape;
  const head = width / heads;
  const queries = tf.mul<tf.Tensor2D>(dense(w.at('query'), x), 1 / Math.sqrt(head));
  const keys = tf.transpose(dense(w.at('key'), x));
  const values = dense(w.at('value'), x);
  // Head by head: the wasm backend multiplies a batch of matrices without its fast, threaded kernels.
  const mixed = Array.from({ length: heads }, (_, i) => {
    const query = tf.slice2d(queries, [0, i * head], [length, head]);
    const key = tf.slice2d(keys, [i * head, 0], [head, length]);
    const value = tf.slice2d(values, [0, i * head], [length, head]);
    return tf.matMul<tf.Tensor2D>(tf.softmax(tf.matMul<tf.Tensor2D>(query, key)), value);
  });
  return dense(w.at('output'), tf.concat2d(mixed, 1));
}
