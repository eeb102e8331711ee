import * as tf from '@tensorflow/tfjs-core';
import type { WeightEntry } from '../packs/manifest';
import { dequantise } from './dequantise';
import { EngineError } from './errors';

/** What an architecture needs: the shape of every weight by its path. */
export type WeightShapes = ReadonlyMap<string, readonly number[]>;

/** Named weights of one network or of a part of it, on the backend that was active when they were loaded. */
export class Weights {
  readonly #tensors: Map<string, tf.Tensor>;
  readonly #prefix: string;

  private constructor(tensors: Map<string, tf.Tensor>, prefix: string) {
    this.#tensors = tensors;
    this.#prefix = prefix;
  }

  /**
   * Loads what `shapes` names from a pack; anything else in the pack's table is left alone.
   * @param table  the manifest's weight table
   * @param file   weights.bin
   * @throws EngineError `weights` that names the first weight that is missing or has another shape
   */
  static load(table: readonly WeightEntry[], file: ArrayBuffer, shapes: WeightShapes): Weights {
    const entries = new Map(table.map((entry) => [entry.name, entry]));
    for (const [name, shape] of shapes) checkShape(name, shape, entries.get(name));
    const tensors = new Map<string, tf.Tensor>();
    try {
      for (const [name, shape] of shapes) {
        const entry = entries.get(name);
        if (entry) tensors.set(name, tf.tensor(dequantise(entry, file), [...shape], 'float32'));
      }
    } catch (error) {
      tf.dispose([...tensors.values()]);
      throw error;
    }
    return new Weights(tensors, '');
  }

  /** The weights below a path: `weights.at('block0').tensor('project.kernel')`. */
  at(path: string): Weights {
    return new Weights(this.#tensors, `${this.#prefix}${path}.`);
  }

  has(path: string): boolean {
    return this.#tensors.has(this.#prefix + path);
  }

  /** One weight; its shape was checked when the pack was loaded. @throws EngineError `weights` when there is none */
  tensor<T extends tf.Tensor = tf.Tensor>(path: string): T {
    const tensor = this.#tensors.get(this.#prefix + path);
    if (!tensor) throw new EngineError('weights', `The pack has no weight ${this.#prefix}${path}.`);
    return tensor as T;
  }

  /**
   * Puts other weights in the place of some, which are freed.
   * @param paths  the weights that go
   * @param make   the weights that come, by their paths; what else it computes is freed
   */
  replace(paths: readonly string[], make: () => Record<string, tf.Tensor>): void {
    const made = Object.entries(tf.tidy(make));
    for (const path of paths) {
      this.tensor(path).dispose();
      this.#tensors.delete(this.#prefix + path);
    }
    for (const [path, tensor] of made) this.#tensors.set(this.#prefix + path, tensor);
  }

  /** Frees all weights of the network. */
  dispose(): void {
    tf.dispose([...this.#tensors.values()]);
  }
}

/**
 * Widths of a network's layers as the kernels of a pack have them: their last axis.
 * @returns  a look-up that gives `usual` for a layer that the table does not hold
 */
export function kernelWidths(table: readonly WeightEntry[]): (layer: string, usual: number) => number {
  const widths = new Map(table.map(({ name, shape }) => [name, shape.at(-1)]));
  return (layer, usual) => widths.get(`${layer}.kernel`) ?? usual;
}

function checkShape(name: string, shape: readonly number[], entry: WeightEntry | undefined): void {
  if (!entry) throw new EngineError('weights', `The pack has no weight ${name}.`);
  if (entry.shape.length !== shape.length || entry.shape.some((side, axis) => side !== shape[axis])) {
    throw new EngineError(
      'weights',
      `The weight ${name} has the shape [${entry.shape.join(', ')}], not [${shape.join(', ')}].`,
    );
  }
}
