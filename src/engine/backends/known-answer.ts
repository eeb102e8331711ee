import * as tf from '@tensorflow/tfjs-core';

const SIDE = 5;
const CHANNELS = 3;
const TOLERANCE = 1e-3;

/**
 * Computes a small network on the active backend and compares it with plain arithmetic. Graphics drivers that
 * fail silently give zeros, and half precision gives errors above the tolerance.
 * @returns  the largest absolute error; NaN counts as infinite
 */
export async function knownAnswerError(): Promise<number> {
  const output = tf.tidy(() => {
    const image = tf.tensor4d(imageValues(), [1, SIDE, SIDE, 1]);
    const filter = tf.tensor4d(kernelValues(), [3, 3, 1, CHANNELS]);
    const conv = tf.fused.conv2d({
      x: image,
      filter,
      strides: 2,
      pad: 'same',
      bias: tf.tensor1d([-1, 0, 1]),
      activation: 'relu6',
    });
    const mixed = tf.matMul(tf.reshape(conv, [-1, CHANNELS]), tf.tensor2d(mixValues(), [CHANNELS, CHANNELS]));
    return tf.softmax(tf.tanh(mixed));
  });
  try {
    const values = await output.data();
    const expected = expectedAnswer();
    return expected.reduce((worst, value, i) => {
      const error = Math.abs(value - (values[i] ?? NaN));
      return Number.isNaN(error) ? Infinity : Math.max(worst, error);
    }, 0);
  } finally {
    output.dispose();
  }
}

/** True when the active backend computes what it should. */
export async function givesKnownAnswer(): Promise<boolean> {
  return (await knownAnswerError()) <= TOLERANCE;
}

function imageValues(): number[] {
  return Array.from({ length: SIDE * SIDE }, (_, i) => ((i * 7) % 11) / 5 - 1);
}

function kernelValues(): number[] {
  return Array.from({ length: 9 * CHANNELS }, (_, i) => ((i * 5) % 13) / 6 - 1);
}

function mixValues(): number[] {
  return Array.from({ length: CHANNELS * CHANNELS }, (_, i) => ((i * 4) % 7) / 6 - 0.5);
}

/** The same network in plain arithmetic: 3x3 SAME convolution with stride 2, ReLU6, product, tanh, softmax. */
function expectedAnswer(): number[] {
  const image = imageValues();
  const kernel = kernelValues();
  const mix = mixValues();
  const answer: number[] = [];
  for (let y = 0; y < SIDE; y += 2) {
    for (let x = 0; x < SIDE; x += 2) {
      const channels = Array.from({ length: CHANNELS }, (_, c) => {
        let sum = c - 1;
        for (let k = 0; k < 9; k++) {
          const row = y + Math.floor(k / 3) - 1;
          const column = x + (k % 3) - 1;
          const isInside = row >= 0 && row < SIDE && column >= 0 && column < SIDE;
          if (isInside) sum += (image[row * SIDE + column] ?? 0) * (kernel[k * CHANNELS + c] ?? 0);
        }
        return Math.min(6, Math.max(0, sum));
      });
      const powers = Array.from({ length: CHANNELS }, (_, to) =>
        Math.exp(
          Math.tanh(channels.reduce((sum, value, from) => sum + value * (mix[from * CHANNELS + to] ?? 0), 0)),
        ),
      );
      const total = powers.reduce((sum, power) => sum + power, 0);
      answer.push(...powers.map((power) => power / total));
    }
  }
  return answer;
}
