import * as tf from '@tensorflow/tfjs-core';

export interface PoolOptions {
  readonly size: number;
  readonly stride: number;
  readonly padding: 'same' | 'valid';
}

/** Largest value of each window. @param x  [n, h, w, channels] */
export function maxPool(x: tf.Tensor4D, { size, stride, padding }: PoolOptions): tf.Tensor4D {
  return tf.maxPool(x, size, stride, padding);
}

/** Mean of each window; cells beyond the border do not count. @param x  [n, h, w, channels] */
export function averagePool(x: tf.Tensor4D, { size, stride, padding }: PoolOptions): tf.Tensor4D {
  return tf.avgPool(x, size, stride, padding);
}
