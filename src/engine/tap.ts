import type * as tf from '@tensorflow/tfjs-core';

/** Told the tensors at named places of a network while it runs: for parity tests and for those who study it. */
export type Tap = (name: string, tensor: tf.Tensor) => void;
