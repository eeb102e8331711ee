import * as tf from '@tensorflow/tfjs-core';
import type { DecoderManifest } from '../../packs/manifest';
import { gru, lstm } from '../layers';
import type { Weights } from '../weights';

/** The recurrent cell of a decoder. */
export interface Cell {
  /** Path of its weights. */
  readonly name: 'gru' | 'lstm';
  /** Blocks of H side by side in its kernels. */
  readonly gates: number;
  /** Blocks of H side by side in its state, the output first. */
  readonly blocks: number;
  /** One step. @param x  [n, in] @param state  [n, blocks * H] */
  readonly advance: (w: Weights, x: tf.Tensor2D, state: tf.Tensor2D) => tf.Tensor2D;
}

/** Cells by `architecture.kind`. */
const CELLS: Readonly<Record<DecoderManifest['architecture']['kind'], Cell>> = {
  'attention-gru': { name: 'gru', gates: 3, blocks: 1, advance: gru },
  'attention-lstm': { name: 'lstm', gates: 4, blocks: 2, advance: lstm },
};

/** The cell of an architecture. */
export function cellOf({ kind }: DecoderManifest['architecture']): Cell {
  return CELLS[kind];
}

/** What is seen of a state from outside, [n, H]: an LSTM's output without its memory. */
export function outputOf({ blocks }: Cell, state: tf.Tensor2D): tf.Tensor2D {
  return blocks === 1 ? state : tf.slice(state, [0, 0], [-1, state.shape[1] / blocks]);
}
