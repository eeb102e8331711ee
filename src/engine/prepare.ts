import * as tf from '@tensorflow/tfjs-core';
import type { GreyImage } from '../domain/film';
import { resample } from '../imaging/resample';
import type { EncoderManifest } from '../packs/manifest';

/** A film squeezed to the size an encoder takes; one that has it already stays as it is. */
export function squeeze(film: GreyImage, { width, height }: EncoderManifest['input']): GreyImage {
  return resample(film, width, height);
}

/**
 * A film as an encoder takes it: squeezed to the network's size, then (x / 255 - mean) / std.
 * @returns  [1, height, width, 1], about -2..2
 */
export function prepare(film: GreyImage, input: EncoderManifest['input']): tf.Tensor4D {
  const { pixels } = squeeze(film, input);
  const values = Float32Array.from(pixels, (x) => (x / 255 - input.mean) / input.std);
  return tf.tensor4d(values, [1, input.height, input.width, 1]);
}
