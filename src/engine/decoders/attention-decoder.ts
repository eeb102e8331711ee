import * as tf from '@tensorflow/tfjs-core';
import { FINDINGS } from '../../domain/finding';
import type { DecoderManifest } from '../../packs/manifest';
import { bahdanau, dense, type Slots } from '../layers';
import type { Tap } from '../tap';
import type { Weights } from '../weights';
import { cellOf, outputOf } from './cells';

type Architecture = DecoderManifest['architecture'];

/** What the encoder saw of a study, as the decoder takes it. */
export interface StudyTensors {
  /** Frontal feature map, [cells, channels]. */
  readonly frontal: tf.Tensor2D;
  /** Lateral feature map, [cells, channels]. */
  readonly lateral?: tf.Tensor2D;
  /** Mean of the films' finding logits, [findings, 1]. */
  readonly findings: tf.Tensor2D;
}

/** Where a report begins: the slots that stay and the first state. */
export type Beginning = {
  readonly slots: Slots;
  readonly state: tf.Tensor2D;
};

/** One word for each of n hypotheses. */
export type WordStep = {
  /** Before any mask, [n, vocabulary]. */
  readonly logits: tf.Tensor2D;
  /** Over the slots: frontal cells, lateral cells (or one slot for "no lateral"), findings; [n, slots]. */
  readonly attention: tf.Tensor2D;
  /** [n, H] */
  readonly state: tf.Tensor2D;
};

/**
 * Slots and first state of an attention decoder: "Show, attend and tell" (Xu et al. 2015) with Bahdanau's
 * attention and a GRU or an LSTM, over one or two films and one slot for each finding.
 * @param tap  told `findings` (the probabilities of the finding slots) and `slots`
 */
export function begin(w: Weights, { films }: Architecture, study: StudyTensors, tap?: Tap): Beginning {
  const findings = findingInputs(w, study.findings);
  tap?.('findings', findings);
  const seen = tf.concat([
    ...(films === 1 ? [cellSlots(w, study.frontal)] : pair(w, study)),
    findingSlots(w, findings),
  ]);
  // The same for every slot: as attention weights sum to 1, each word's context holds it in full.
  const told = tf.matMul(findings, w.tensor<tf.Tensor2D>('finding.context'), true);
  const values = tf.add<tf.Tensor2D>(seen, told);
  tap?.('slots', values);
  const keys = tf.add<tf.Tensor2D>(
    tf.matMul(values, w.tensor<tf.Tensor2D>('attention.slot.kernel')),
    w.tensor('attention.bias'),
  );
  const state = tf.tanh(dense(w.at('init'), tf.mean<tf.Tensor2D>(values, 0, true)));
  return { slots: { values, keys }, state };
}

/** Both films marked with their views, 0 frontal and 1 lateral; a learned slot where there is no lateral film. */
function pair(w: Weights, { frontal, lateral }: StudyTensors): tf.Tensor2D[] {
  const marks = w.tensor<tf.Tensor2D>('view.embedding');
  const marked = (map: tf.Tensor2D, view: 0 | 1): tf.Tensor2D =>
    tf.add(cellSlots(w, map), tf.slice(marks, [view, 0], [1, -1]));
  return [marked(frontal, 0), lateral ? marked(lateral, 1) : w.tensor<tf.Tensor2D>('absent')];
}

/** Cells of a film, projected. */
function cellSlots(w: Weights, map: tf.Tensor2D): tf.Tensor2D {
  return dense(w.at('features'), map, 'relu');
}

/** Finding logits [findings, 1] read at the decoder's own operating points, 0..1. */
export function findingInputs(w: Weights, logits: tf.Tensor2D): tf.Tensor2D {
  const column = (name: string): tf.Tensor2D => tf.reshape(w.tensor(name), [-1, 1]);
  return tf.sigmoid(tf.add(tf.mul(logits, column('finding.gain')), column('finding.shift')));
}

/** One slot a finding, moved along its own direction by how likely the finding is. */
function findingSlots(w: Weights, findings: tf.Tensor2D): tf.Tensor2D {
  return tf.add(w.tensor('finding.embedding'), tf.mul(findings, w.tensor('finding.scale')));
}

/**
 * Writes the next word of n hypotheses of one study.
 * @param words  ids of the words before, length n
 * @param state  [n, H]; with an LSTM [n, 2 H]
 */
export function step(
  w: Weights,
  architecture: Architecture,
  slots: Slots,
  words: readonly number[],
  state: tf.Tensor2D,
): WordStep {
  const cell = cellOf(architecture);
  const embedded = tf.gather(w.tensor<tf.Tensor2D>('embedding'), tf.tensor1d([...words], 'int32'));
  const { context, weights: attention } = bahdanau(w.at('attention'), slots, outputOf(cell, state));
  const next = cell.advance(w.at(cell.name), tf.concat([embedded, context], 1), state);
  const logits = dense(w.at('output'), tf.concat([outputOf(cell, next), context, embedded], 1));
  return { logits, attention, state: next };
}

/** Names and shapes of its weights. @param channels  of the encoder's map */
export function attentionDecoderShapes(
  architecture: Architecture,
  channels: number,
): Map<string, readonly number[]> {
  const { vocabulary, hidden, slot, attention, embedding, films } = architecture;
  const { name, gates, blocks } = cellOf(architecture);
  const findings = FINDINGS.length;
  return new Map<string, readonly number[]>([
    ['features.kernel', [channels, slot]],
    ['features.bias', [slot]],
    ...(films === 2 ? pairShapes(slot) : []),
    ['finding.embedding', [findings, slot]],
    ['finding.scale', [findings, slot]],
    ['finding.context', [findings, slot]],
    ['finding.gain', [findings]],
    ['finding.shift', [findings]],
    ['attention.slot.kernel', [slot, attention]],
    ['attention.state.kernel', [hidden, attention]],
    ['attention.bias', [attention]],
    ['attention.v', [attention, 1]],
    ['init.kernel', [slot, blocks * hidden]],
    ['init.bias', [blocks * hidden]],
    ['embedding', [vocabulary, embedding]],
    [`${name}.input.kernel`, [embedding + slot, gates * hidden]],
    [`${name}.input.bias`, [gates * hidden]],
    [`${name}.state.kernel`, [hidden, gates * hidden]],
    [`${name}.state.bias`, [gates * hidden]],
    ['output.kernel', [hidden + slot + embedding, vocabulary]],
    ['output.bias', [vocabulary]],
  ]);
}

function pairShapes(slot: number): [string, readonly number[]][] {
  return [
    ['view.embedding', [2, slot]],
    ['absent', [1, slot]],
  ];
}
