import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { LabelSet } from '../../../src/domain/entity';
import { startBackend } from '../../../src/engine/backend';
import { EngineError } from '../../../src/engine/errors';
import type { Tagger } from '../../../src/engine/tagger/tagger';
import { NODE_WASM_PATHS } from './node-wasm';
import { shippedTagger } from './shipped-tagger';

function layersRead(model: Tagger, labelSet: LabelSet): number {
  let layers = 0;
  const words = model.pieces.pieces('effusion');
  tf.tidy(() => {
    model.scores(words, [0], labelSet, (name) => {
      if (name.startsWith('layer')) layers++;
    });
  });
  return layers;
}

describe('Tagger', () => {
  beforeAll(async () => {
    await startBackend('wasm', { wasmPaths: NODE_WASM_PATHS });
  });

  it('computes the layers that a head reads and no more', async () => {
    const model = await shippedTagger(({ labelSets }) => {
      labelSets.report = { ...labelSets.report!, layers: 2 };
      delete labelSets.bc5cdr?.layers;
    });
    expect(layersRead(model, 'report')).toBe(2);
    expect(layersRead(model, 'bc5cdr')).toBe(model.manifest.architecture.layers);
    model.dispose();
  });

  it('scores assertion in the label set report alone, and frees what it made', async () => {
    const model = await shippedTagger();
    const before = tf.memory().numTensors;
    const text = 'Small left pleural effusion. No pneumothorax.';
    const report = await model.tag(text, 'report');
    expect(report.map(({ type, assertion }) => [type, assertion])).toContainEqual(['DISEASE', 'absent']);
    const papers = await model.tag(text, 'bc5cdr');
    expect(papers.every(({ assertion }) => assertion === undefined)).toBe(true);
    expect(tf.memory().numTensors).toBe(before);
    model.dispose();
  });

  it('refuses a head that reads more layers than there are, and a label set it does not know', async () => {
    const tooMany = shippedTagger(({ labelSets }) => {
      labelSets.report = { ...labelSets.report!, layers: 99 };
    });
    await expect(tooMany).rejects.toThrow(/report reads 99 layers/);
    await expect(tooMany).rejects.toBeInstanceOf(EngineError);
    const model = await shippedTagger();
    await expect(model.tag('No effusion.', 'none' as LabelSet)).rejects.toThrow(/label set none/);
    model.dispose();
  });
});
