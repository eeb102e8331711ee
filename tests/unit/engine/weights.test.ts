import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { EngineError } from '../../../src/engine/errors';
import { Weights } from '../../../src/engine/weights';
import type { WeightEntry } from '../../../src/packs/manifest';

beforeAll(() => tf.setBackend('cpu'));

const file = new ArrayBuffer(64);
const view = new DataView(file);
[1, -2, 3, -4, 5, -127].forEach((code, i) => view.setInt8(i, code));
view.setFloat32(8, 0.5, true);
view.setFloat32(12, 0.25, true);
view.setFloat32(16, 2, true);
[0x3c00, 0xc000, 0x0001, 0x7bff].forEach((half, i) => view.setUint16(20 + 2 * i, half, true));

const columns: WeightEntry = {
  name: 'a.kernel',
  shape: [2, 3],
  dtype: 'int8',
  offset: 0,
  scale: { axis: 1, offset: 8 },
};
const rows: WeightEntry = {
  name: 'rows',
  shape: [2, 3],
  dtype: 'int8',
  offset: 0,
  scale: { axis: 0, offset: 8 },
};
const halves: WeightEntry = { name: 'a.bias', shape: [4], dtype: 'float16', offset: 20 };

function refusal(table: WeightEntry[], shapes: [string, number[]][]): string {
  try {
    Weights.load(table, file, new Map(shapes));
  } catch (error) {
    expect(error).toBeInstanceOf(EngineError);
    expect((error as EngineError).code).toBe('weights');
    return (error as EngineError).message;
  }
  throw new Error('it was loaded');
}

describe('Weights', () => {
  it('gives int8 its scale along the axis that is named', () => {
    const weights = Weights.load(
      [columns, rows],
      file,
      new Map([
        ['a.kernel', [2, 3]],
        ['rows', [2, 3]],
      ]),
    );
    expect([...weights.at('a').tensor('kernel').dataSync()]).toEqual([0.5, -0.5, 6, -2, 1.25, -254]);
    expect([...weights.tensor('rows').dataSync()]).toEqual([0.5, -1, 1.5, -1, 1.25, -31.75]);
    weights.dispose();
  });

  it('reads half precision exactly', () => {
    const weights = Weights.load([halves], file, new Map([['a.bias', [4]]]));
    expect([...weights.tensor('a.bias').dataSync()]).toEqual([1, -2, 2 ** -24, 65504]);
    weights.dispose();
  });

  it('names the weight that is missing, misshapen, without scales or outside the file', () => {
    expect(refusal([columns], [['b.kernel', [2, 3]]])).toContain('b.kernel');
    expect(refusal([columns], [['a.kernel', [3, 2]]])).toContain('a.kernel has the shape [2, 3], not [3, 2]');
    expect(refusal([{ ...columns, scale: { axis: 5, offset: 8 } }], [['a.kernel', [2, 3]]])).toContain(
      'a.kernel',
    );
    expect(refusal([{ ...halves, offset: 60 }], [['a.bias', [4]]])).toContain('a.bias');
    expect(refusal([{ ...columns, scale: { axis: 1, offset: 60 } }], [['a.kernel', [2, 3]]])).toContain(
      'a.kernel',
    );
  });

  it('leaves no tensor behind, loaded or refused', () => {
    const before = tf.memory().numTensors;
    refusal(
      [columns, { ...halves, offset: 60 }],
      [
        ['a.kernel', [2, 3]],
        ['a.bias', [4]],
      ],
    );
    Weights.load([columns], file, new Map([['a.kernel', [2, 3]]])).dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('says which weight a network asked for in vain', () => {
    const weights = Weights.load([columns], file, new Map([['a.kernel', [2, 3]]]));
    expect(weights.at('a').has('bias')).toBe(false);
    expect(() => weights.at('a').tensor('bias')).toThrow('a.bias');
    weights.dispose();
  });
});
