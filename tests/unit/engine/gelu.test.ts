import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { gelu } from '../../../src/engine/layers';

describe('the Gaussian error linear unit', () => {
  beforeAll(async () => {
    await tf.setBackend('cpu');
  });

  it('is x Phi(x), near zero and far from it', () => {
    const x = tf.reshape(tf.linspace(-12, 12, 4801), [1, 4801]) as tf.Tensor2D;
    const exact = tf.mul(tf.mul(x, 0.5), tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1));
    expect(tf.max(tf.abs(tf.sub(gelu(x), exact))).dataSync()[0]).toBeLessThan(5e-6);
  });

  it('is the identity or nothing where sums overflow', () => {
    const far = gelu(tf.tensor2d([[-1e9, -40, 0, 40, 1e9]])).dataSync();
    expect([...far]).toEqual([-0, -0, 0, 40, 1e9].map((value) => expect.closeTo(value, 3)));
  });
});
