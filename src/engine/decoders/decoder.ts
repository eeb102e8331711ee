import * as tf from '@tensorflow/tfjs-core';
import { FINDINGS } from '../../domain/finding';
import type { DecoderManifest, EncoderManifest } from '../../packs/manifest';
import { rulesFor, type DecodingRules, type DecodingSession, type NextWord } from '../decoding';
import type { FilmEncoding } from '../encoders/encoder';
import type { Slots } from '../layers';
import { Weights } from '../weights';
import { attentionDecoderShapes, begin, findingInputs, step, type StudyTensors } from './attention-decoder';
import { parseDecoderVocabulary, type DecoderVocabulary } from './vocabulary';

/** A study as a decoder takes it: what the encoder saw of its films. */
export interface StudyEncoding {
  readonly frontal: FilmEncoding;
  readonly lateral?: FilmEncoding;
}

/** A decoder pack on a backend. */
export class Decoder {
  readonly vocabulary: DecoderVocabulary;
  readonly rules: DecodingRules;
  /** For parity tests. */
  readonly weights: Weights;
  readonly #channels: number;

  /**
   * @param encoder  architecture of the encoder it reads from
   * @throws EngineError `weights`, `vocabulary`
   */
  constructor(
    readonly manifest: DecoderManifest,
    encoder: EncoderManifest['architecture'],
    files: { readonly weights: ArrayBuffer; readonly vocabulary: ArrayBuffer },
  ) {
    this.vocabulary = parseDecoderVocabulary(files.vocabulary, manifest.architecture.vocabulary);
    this.rules = rulesFor(this.vocabulary.tokens, manifest.decoding, this.vocabulary.phrases);
    this.#channels = encoder.channels;
    const shapes = attentionDecoderShapes(manifest.architecture, encoder.channels);
    this.weights = Weights.load(manifest.weights, files.weights, shapes);
  }

  /** Begins a report; the session holds tensors until it is closed. */
  open(study: StudyEncoding): AttentionSession {
    return new AttentionSession(this.weights, this.manifest.architecture, () => this.tensorsOf(study));
  }

  /** True when it looks at the lateral film too, where there is one. */
  get seesLateral(): boolean {
    return this.manifest.architecture.films === 2;
  }

  /** The tensors that a study begins with; call it inside `tf.tidy`. */
  tensorsOf(films: StudyEncoding): StudyTensors {
    const study = this.seesLateral ? films : { frontal: films.frontal };
    return {
      frontal: this.#map(study.frontal),
      ...(study.lateral ? { lateral: this.#map(study.lateral) } : {}),
      findings: tf.tensor2d(meanFindings(study), [FINDINGS.length, 1]),
    };
  }

  /** The findings of a study as this decoder is told them: at its own operating points, 0..1, in the order of FINDINGS. */
  async findingInputs(films: StudyEncoding): Promise<Float32Array> {
    const inputs = tf.tidy(() => findingInputs(this.weights, this.tensorsOf(films).findings));
    try {
      return await inputs.data<'float32'>();
    } finally {
      inputs.dispose();
    }
  }

  dispose(): void {
    this.weights.dispose();
  }

  #map({ features }: FilmEncoding): tf.Tensor2D {
    return tf.tensor2d(features, [features.length / this.#channels, this.#channels]);
  }
}

/** Finding logits of a study: the mean of its films', in the order of FINDINGS. */
export function meanFindings({ frontal, lateral }: StudyEncoding): Float32Array {
  if (!lateral) return frontal.findings;
  return frontal.findings.map((logit, i) => (logit + (lateral.findings[i] ?? 0)) / 2);
}

/** An attention decoder at work on one study. */
export class AttentionSession implements DecodingSession {
  readonly #weights: Weights;
  readonly #architecture: DecoderManifest['architecture'];
  readonly #slots: Slots;
  #state: tf.Tensor2D;

  constructor(weights: Weights, architecture: DecoderManifest['architecture'], study: () => StudyTensors) {
    this.#weights = weights;
    this.#architecture = architecture;
    const { slots, state } = tf.tidy(() => begin(weights, architecture, study()));
    this.#slots = slots;
    this.#state = state;
  }

  async next(words: readonly number[], parents: readonly number[]): Promise<NextWord> {
    const { logits, attention, state } = tf.tidy(() => {
      const rows = isIdentity(parents, this.#state.shape[0])
        ? this.#state
        : tf.gather(this.#state, tf.tensor1d([...parents], 'int32'));
      return step(this.#weights, this.#architecture, this.#slots, words, rows);
    });
    this.#state.dispose();
    this.#state = state;
    try {
      const [scores, looked] = await Promise.all([logits.data<'float32'>(), attention.data<'float32'>()]);
      return { logits: scores, attention: looked };
    } finally {
      tf.dispose([logits, attention]);
    }
  }

  close(): void {
    tf.dispose([this.#slots.values, this.#slots.keys, this.#state]);
  }
}

function isIdentity(parents: readonly number[], rows: number): boolean {
  return parents.length === rows && parents.every((parent, row) => parent === row);
}
