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
  const split = (part: string): tf.Tensor3D =>
    tf.transpose(tf.reshape(dense(w.at(part), x), [length, heads, head]), [1, 0, 2]);
  const scores = tf.matMul(tf.mul(split('query'), 1 / Math.sqrt(head)), split('key'), false, true);
  const mixed = tf.matMul(tf.softmax(scores), split('value'));
  return dense(w.at('output'), tf.reshape(tf.transpose(mixed, [1, 0, 2]), [length, width]));
}
