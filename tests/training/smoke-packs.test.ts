import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Encoder } from '../../src/engine/encoders/encoder';
import { Engine } from '../../src/engine/pipeline';
import { prepare } from '../../src/engine/prepare';
import { parseManifest, type EncoderManifest, type Manifest } from '../../src/packs/manifest';
import { tinyFilm } from '../fixtures/tiny-packs';
import { NODE_WASM_PATHS } from '../unit/engine/node-wasm';

/** Where `python -m training smoke` has just written its packs; set by scripts/test.ts. */
const folder = process.env.SMOKE_PACKS;

interface Golden {
  readonly taps: Readonly<
    Record<string, { readonly shape: number[]; readonly stride: number; readonly values: number[] }>
  >;
}

function json(...path: string[]): unknown {
  return JSON.parse(readFileSync(join(folder!, ...path), 'utf8'));
}

describe.skipIf(folder === undefined)('packs that the training code has just exported', () => {
  let packs: { manifest: Manifest; files: Map<string, ArrayBuffer> }[] = [];
  let engine: Engine;

  beforeAll(async () => {
    const index = json('index.json') as { packs: { path: string }[] };
    packs = index.packs.map(({ path }) => {
      const manifest = parseManifest(json(path, 'manifest.json'));
      const files = manifest.files.map(({ path: name }): [string, ArrayBuffer] => [
        name,
        new Uint8Array(readFileSync(join(folder!, path, name))).buffer,
      ]);
      return { manifest, files: new Map(files) };
    });
    engine = await Engine.create({ preferred: 'wasm', wasmPaths: NODE_WASM_PATHS });
  });
  afterAll(() => engine.dispose());

  function encoders(): { manifest: EncoderManifest; weights: ArrayBuffer }[] {
    return packs
      .filter(({ manifest }) => manifest.task === 'encoder')
      .map(({ manifest, files }) => ({ manifest: manifest as EncoderManifest, weights: files.get('weights.bin')! }));
  }

  it('follow the manifest schema and hold the very bytes it names', () => {
    expect(packs.length).toBeGreaterThan(0);
    for (const { manifest, files } of packs) {
      for (const { path, bytes, sha256 } of manifest.files) {
        const content = new Uint8Array(files.get(path)!);
        expect(content.length).toBe(bytes);
        expect(createHash('sha256').update(content).digest('hex')).toBe(sha256);
      }
    }
  });

  it('load into the engine, which looks at a film with them', async () => {
    const order = ['encoder', 'decoder', 'tagger'];
    for (const { manifest, files } of packs.toSorted(
      (a, b) => order.indexOf(a.manifest.task) - order.indexOf(b.manifest.task),
    )) {
      await engine.loadPack(manifest, files);
    }
    const quality = await engine.assess(tinyFilm(4));
    const total = Object.values(quality.viewProbabilities).reduce((sum, value) => sum + value, 0);
    expect(total).toBeCloseTo(1, 5);
    for (const { manifest } of packs.filter((pack) => pack.manifest.task === 'decoder')) {
      const report = await engine.read({ frontal: tinyFilm(4) }, { decoder: manifest.id });
      expect(report.findings).toHaveLength(17);
    }
  });

  it('give PyTorch’s values at every tap', () => {
    expect(encoders().map(({ manifest }) => manifest.architecture.kind).toSorted()).toEqual(['densenet121', 'efficientnet-lite0']);
    for (const { manifest, weights } of encoders()) compareTaps(manifest, weights);
  });

  function compareTaps(manifest: EncoderManifest, weights: ArrayBuffer): void {
    const golden = json(`${manifest.id}.json`) as Golden;
    const network = new Encoder(manifest, weights);
    const { width, height } = manifest.input;
    const pixels = Uint8Array.from({ length: width * height }, (_, i) => (i * 7919) % 256);
    const seen = new Map<string, number[]>();
    const keep = (name: string, tensor: tf.Tensor): void => {
      const { shape, stride } = golden.taps[name] ?? { shape: tensor.shape, stride: 1 };
      expect(tensor.shape, name).toEqual(shape);
      seen.set(
        name,
        [...tensor.dataSync()].filter((_, i) => i % stride === 0),
      );
    };
    tf.tidy(() => {
      const image = prepare({ width, height, pixels }, manifest.input);
      keep('input', image);
      const { findings, view, orientation } = network.forward(image, keep);
      keep('findings', findings);
      keep('view', view);
      keep('orientation', orientation);
    });
    network.dispose();
    expect(seen.size).toBeGreaterThan(10);
    for (const [name, values] of seen) {
      const expected = golden.taps[name]!.values;
      expect(values.length, name).toBe(expected.length);
      values.forEach((value, i) => {
        expect(Math.abs(value - expected[i]!), `${name} ${i}`).toBeLessThan(1e-3);
      });
    }
  }
});
