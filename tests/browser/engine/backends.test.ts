import plainWasm from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm.wasm?url';
import simdWasm from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-simd.wasm?url';
import threadedWasm from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-threaded-simd.wasm?url';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../../src/domain/report';
import { Engine, type BackendName } from '../../../src/engine';
import { tinyDecoder, tinyEncoder, tinyFilm, tinyTagger } from '../../fixtures/tiny-packs';

const wasmPaths = {
  'tfjs-backend-wasm.wasm': plainWasm,
  'tfjs-backend-wasm-simd.wasm': simdWasm,
  'tfjs-backend-wasm-threaded-simd.wasm': threadedWasm,
};
const study = { frontal: tinyFilm(1), lateral: tinyFilm(2) };
const decoder = 'tiny-decoder';

async function start(preferred?: BackendName): Promise<Engine> {
  const engine = await Engine.create({ ...(preferred ? { preferred } : {}), wasmPaths });
  for (const { manifest, files } of [await tinyEncoder(), await tinyDecoder(), await tinyTagger()]) {
    await engine.loadPack(manifest, files);
  }
  return engine;
}

describe('the engine in a browser', () => {
  let engine: Engine;
  let report: Report;
  beforeAll(async () => {
    engine = await start();
    report = await engine.read(study, { decoder });
  });
  afterAll(() => engine.dispose());

  it('steps over adapters that are absent or emulated, with the reason, and runs on wasm', () => {
    expect(engine.backend.name).toBe('wasm');
    expect(engine.backend.reasons.map(({ backend }) => backend)).toEqual(['webgpu', 'webgl']);
    for (const { reason } of engine.backend.reasons) expect(reason).not.toBe('');
  });

  it('writes a whole report with attention for every word', () => {
    expect(report.text).toMatch(/^[A-Z].*\.$/);
    for (const { attention } of report.words) {
      const all = [...attention.frontal, ...attention.lateral!, ...attention.findings];
      expect(all.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 4);
    }
  });

  it('gives the same report with the encoder on WebGL and the words on wasm, and leaks no tensor', async () => {
    const mixed = await start('webgl');
    expect(mixed.backend).toMatchObject({ name: 'webgl', reasons: [] });
    expect(mixed.backend.adapter).not.toBe('');
    expect(mixed.wordsBackend.name).toBe('wasm');
    const first = await mixed.read(study, { decoder });
    const tensors = tf.memory().numTensors;
    const second = await mixed.read(study, { decoder });
    expect(tf.memory().numTensors).toBe(tensors);
    expect(second.text).toBe(first.text);
    expect(first.text).toBe(report.text);
    first.findings.forEach(({ probability }, i) => {
      expect(Math.abs(probability - report.findings[i]!.probability)).toBeLessThan(1e-3);
    });
    expect(first.provenance).toMatchObject({ encoderBackend: 'webgl', decoderBackend: 'wasm' });
    await mixed.dispose();
  }, 240_000);

  it('lets a cancel message through while it writes', async () => {
    const cancel = new AbortController();
    let isWriting = false;
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => cancel.abort();
    const reading = engine.read(study, {
      decoder,
      search: 1,
      signal: cancel.signal,
      onWord: () => {
        if (!isWriting) port2.postMessage('cancel');
        isWriting = true;
        const end = performance.now() + 15;
        while (performance.now() < end);
      },
    });
    await expect(reading).rejects.toMatchObject({ code: 'aborted' });
    port1.close();
    expect((await engine.read(study, { decoder })).text).toBe(report.text);
  });
});
