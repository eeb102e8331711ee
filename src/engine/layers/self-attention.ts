import * as tf from '@tensorflow/tfjs-core';
import type { Weights } from '../weights';
import { dense } from './dense';

/**
 * Makes the weights ready for `selfAttention`: each of `query`, `key` and `value` is parted by heads, the query's divided
 * by the root of a head's width. The wasm backend multiplies a batch of matrices without its fast, threaded kernels and
 * copies a whole tensor to take a part of it, so that heads are fastest with weights of their own.
 */
export function splitHeads(w: Weights, heads: number): void {
  for (const part of ['query', 'key', 'value']) {
    w.replace([`${part}.kernel`, `${part}.bias`], () => {
      const kernel = w.tensor<tf.Tensor2D>(`${part}.kernel`);
      const factor = part === 'query' ? Math.sqrt(heads / kernel.shape[1]) : 1;
      const kernels = tf.split(tf.mul(kernel, factor), heads, 1);
      const biases = tf.split(tf.mul(w.tensor(`${part}.bias`), factor), heads);
      return Object.fromEntries([
        ...kernels.map((tensor, i) => [`${part}.${i}.kernel`, tensor]),
        ...biases.map((tensor, i) => [`${part}.${i}.bias`, tensor]),
      ]) as Record<string, tf.Tensor>;
    });
  }
}

/**
 * Multi-head self-attention (Vaswani et al. 2017) over one sequence without padding.
 * @param w      `query.I`, `key.I`, `value.I` of each head and `output`, each with `kernel` and `bias`: `splitHeads`
 * @param x      [length, width]; width is a multiple of `heads`
 * @param asked  [n, width], the rows of `x` that an answer is wanted for
 * @returns      [n, width], before the residual
 */
export function selfAttention(w: Weights, x: tf.Tensor2D, heads: number, asked = x): tf.Tensor2D {
  const mixed = Array.from({ length: heads }, (_, i) => {
    const query = dense(w.at(`query.${i}`), asked);
    const keys = tf.transpose(dense(w.at(`key.${i}`), x));
    const scores = tf.matMul<tf.Tensor2D>(query, keys);
    return tf.matMul<tf.Tensor2D>(tf.softmax(scores), dense(w.at(`value.${i}`), x));
  });
  return dense(w.at('output'), tf.concat2d(mixed, 1));
}
