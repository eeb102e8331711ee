import * as tf from '@tensorflow/tfjs-core';
import type { Weights } from '../weights';

export interface ConvOptions {
  readonly stride?: number;
  /** `linear` leaves the sum as it is. */
  readonly activation?: 'relu6' | 'relu' | 'linear';
  /** `valid` pads nothing: the map shrinks by the kernel less one. */
  readonly padding?: 'same' | 'valid';
}

/**
 * 2-d convolution, by default with TensorFlow's SAME padding, with bias and activation in one op.
 * @param w  `kernel` [kh, kw, in, out], `bias` [out]
 * @param x  [n, h, w, in]
 */
export function conv(
  w: Weights,
  x: tf.Tensor4D,
  { stride = 1, activation = 'relu6', padding = 'same' }: ConvOptions = {},
): tf.Tensor4D {
  return tf.fused.conv2d({
    x,
    filter: w.tensor<tf.Tensor4D>('kernel'),
    bias: w.tensor('bias'),
    strides: stride,
    pad: padding,
    activation,
  });
}

/**
 * Depthwise convolution, TensorFlow SAME padding, ReLU6.
 * @param w  `kernel` [kh, kw, channels, 1], `bias` [channels]
 * @param x  [n, h, w, channels]
 */
export function depthwiseConv(w: Weights, x: tf.Tensor4D, stride: number): tf.Tensor4D {
  return tf.fused.depthwiseConv2d({
    x,
    filter: w.tensor<tf.Tensor4D>('kernel'),
    bias: w.tensor('bias'),
    strides: stride,
    pad: 'same',
    activation: 'relu6',
  });
}
