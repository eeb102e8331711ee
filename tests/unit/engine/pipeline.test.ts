import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FINDINGS } from '../../../src/domain/finding';
import { sectionsAt } from '../../../src/domain/report-text';
import { sentencesOf } from '../../../src/domain/sentences';
import { wasm } from '../../../src/engine/backends/wasm';
import { Engine } from '../../../src/engine/pipeline';
import { tinyDecoder, tinyEncoder, tinyFilm, tinyTagger } from '../../fixtures/tiny-packs';
import { NODE_WASM_PATHS } from './node-wasm';

let engine: Engine;
beforeAll(async () => {
  engine = await Engine.create({ preferred: 'wasm', wasmPaths: NODE_WASM_PATHS });
  for (const { manifest, files } of [await tinyEncoder(), await tinyDecoder(), await tinyTagger()]) {
    await engine.loadPack(manifest, files);
  }
});
afterAll(() => engine.dispose());

const decoder = 'tiny-decoder';

describe('reading a study', () => {
  it('runs on wasm in Node', () => {
    expect(engine.backend.name).toBe('wasm');
  });

  it('gives a whole report of one film', async () => {
    const report = await engine.read({ frontal: tinyFilm(1) }, { decoder, search: 1 });
    expect(report.text).toMatch(/^[A-Z].*\.$/);
    expect(report.findings.map(({ name }) => name)).toEqual([...FINDINGS]);
    for (const { probability } of report.findings) expect(probability).toBeGreaterThan(0);
    for (const { start, end, attention } of report.words) {
      expect(report.text.slice(start, end)).toMatch(/^\w+$/);
      expect(attention.frontal).toHaveLength(4);
      expect(attention.lateral).toBeUndefined();
      expect(sum(attention.frontal) + sum(attention.findings)).toBeLessThan(1);
    }
    expect(report.sentences.map(({ start, end }) => report.text.slice(start, end)).join(' ')).toBe(
      report.text,
    );
    expect(report.provenance.models.map(({ id }) => id)).toEqual([
      'tiny-encoder',
      'tiny-decoder',
      'tiny-tagger',
    ]);
  });

  it('gives every word its attention over both films and the findings', async () => {
    const report = await engine.read({ frontal: tinyFilm(1), lateral: tinyFilm(2) }, { decoder });
    expect(report.words.length).toBeGreaterThan(0);
    for (const { attention } of report.words) {
      const total = sum(attention.frontal) + sum(attention.lateral!) + sum(attention.findings);
      expect(total).toBeCloseTo(1, 4);
    }
    expect(Object.keys(report.quality)).toEqual(['frontal', 'lateral']);
  });

  it('tells for each place of each film what it adds to each finding; the mean is the finding itself', async () => {
    const films = { frontal: tinyFilm(1), lateral: tinyFilm(2) };
    const { activations, findings, map } = await engine.read(films, { decoder, search: 1 });
    const places = map.height * map.width;
    const mean = (slot: 'frontal' | 'lateral', finding: number): number => {
      const all = activations![slot]!;
      expect(all).toHaveLength(places * FINDINGS.length);
      return sum(all.filter((_, i) => i % FINDINGS.length === finding)) / places;
    };
    const { manifest } = await tinyEncoder();
    if (manifest.task !== 'encoder') throw new TypeError('the tiny encoder is none');
    for (const [i, { probability }] of findings.entries()) {
      const { temperature, bias } = manifest.calibration.findings[i]!;
      const logit = (mean('frontal', i) + mean('lateral', i)) / 2;
      expect(1 / (1 + Math.exp(-(logit / temperature + bias)))).toBeCloseTo(probability, 5);
    }
  });

  it('leaves the lateral film to the encoder where the decoder sees one film, with another cell too', async () => {
    const films = { frontal: tinyFilm(1), lateral: tinyFilm(2) };
    for (const [i, kind] of (['attention-gru', 'attention-lstm'] as const).entries()) {
      const { manifest, files } = await tinyDecoder(20 + i, { id: `single-${i}`, kind, films: 1 });
      await engine.loadPack(manifest, files);
      const pair = await engine.read(films, { decoder: manifest.id });
      const alone = await engine.read({ frontal: films.frontal }, { decoder: manifest.id });
      expect(pair.text).toBe(alone.text);
      expect(pair.words.map(({ attention }) => attention)).toEqual(
        alone.words.map(({ attention }) => attention),
      );
      for (const { attention } of pair.words) {
        expect(attention.lateral).toBeUndefined();
        expect(sum(attention.frontal) + sum(attention.findings)).toBeCloseTo(1, 4);
      }
      expect(Object.keys(pair.quality)).toEqual(['frontal', 'lateral']);
      expect(pair.findings).not.toEqual(alone.findings);
      await engine.unloadPack(manifest.id);
    }
  });

  it('writes with the learned stand-in when a decoder of two films with an LSTM gets one', async () => {
    const { manifest, files } = await tinyDecoder(30, { id: 'pair-lstm', kind: 'attention-lstm' });
    await engine.loadPack(manifest, files);
    const report = await engine.read({ frontal: tinyFilm(1) }, { decoder: 'pair-lstm', search: 3 });
    expect(report.words.length).toBeGreaterThan(0);
    // The rest of the attention lies on the stand-in.
    for (const { attention } of report.words) {
      expect(sum(attention.frontal) + sum(attention.findings)).toBeLessThan(1);
    }
    await engine.unloadPack('pair-lstm');
  });

  it('writes an impression apart where the pack has learnt one; the findings are the same without it', async () => {
    const { manifest, files } = await tinyDecoder(20, { id: 'concluding', impression: 12 });
    const { manifest: silent, files: same } = await tinyDecoder(20, { id: 'silent' });
    await engine.loadPack(manifest, files);
    await engine.loadPack(silent, same);
    const films = { frontal: tinyFilm(1), lateral: tinyFilm(2) };
    const report = await engine.read(films, { decoder: 'concluding', alternatives: 2 });
    const alone = await engine.read(films, { decoder: 'silent', alternatives: 2 });
    const { findings, impression } = sectionsAt(report.text, report.impressionStart);
    expect(findings).toBe(alone.text);
    expect(alone.impressionStart).toBeUndefined();
    expect(impression).toMatch(/^[A-Z].*\.$/);
    expect(report.alternatives).toEqual(alone.alternatives);
    expect(report.words.slice(0, alone.words.length)).toEqual(alone.words);
    const own = report.words.slice(alone.words.length);
    expect(own.map(({ start, end }) => report.text.slice(start, end)).join(' ')).toBe(
      impression.replaceAll(/[.,]/g, ''),
    );
    for (const { start, attention } of own) {
      expect(start).toBeGreaterThanOrEqual(report.impressionStart!);
      expect(sum(attention.frontal) + sum(attention.lateral!) + sum(attention.findings)).toBeCloseTo(1, 4);
    }
    const sentences = report.sentences.map(({ start, end }) => report.text.slice(start, end));
    expect(sentences.join(' ')).toBe(`${findings} ${impression}`);
    expect(report.sentences.map(({ start, end }) => ({ start, end }))).toEqual(sentencesOf(report.text));
    await engine.unloadPack('concluding');
    await engine.unloadPack('silent');
  });

  it('writes the impression again from findings that were edited', async () => {
    const { manifest, files } = await tinyDecoder(20, { id: 'concluding', impression: 12 });
    await engine.loadPack(manifest, files);
    const films = { frontal: tinyFilm(1), lateral: tinyFilm(2) };
    const first = await engine.read(films, { decoder: 'concluding' });
    const { findings, impression } = sectionsAt(first.text, first.impressionStart);
    const same = await engine.read(films, { decoder: 'concluding', findings });
    expect(same.text).toBe(first.text);
    expect(same.sentences.map(({ start, end }) => ({ start, end }))).toEqual(
      first.sentences.map(({ start, end }) => ({ start, end })),
    );
    const own = first.words.filter(({ start }) => start >= first.impressionStart!);
    expect(same.words).toEqual(own);
    expect(own).not.toEqual([]);
    const edited = 'Wholly new words (by hand), heart normal; the LUNGS clear.';
    const other = await engine.read(films, { decoder: 'concluding', findings: edited });
    expect(sectionsAt(other.text, other.impressionStart).findings).toBe(edited);
    expect(sectionsAt(other.text, other.impressionStart).impression).toMatch(/^[A-Z].*\.$/);
    expect(impression).not.toBe('');
    await engine.unloadPack('concluding');
  });

  it.each([1, 3, 'consensus'] as const)(
    'tells the words of the final report in order: search %s',
    async (search) => {
      const told: string[] = [];
      const report = await engine.read(
        { frontal: tinyFilm(1) },
        { decoder, search, onWord: (text, index) => expect(told.push(text)).toBe(index + 1) },
      );
      expect(told.slice(0, report.words.length).join(' ')).not.toBe('');
      expect(told.join(' ').replace(/ ([.,])/g, '$1')).toContain(report.text);
    },
  );

  it('is the same every time and for a film that was squeezed before', async () => {
    const [first, second] = [
      await engine.read({ frontal: tinyFilm(6) }, { decoder }),
      await engine.read({ frontal: tinyFilm(6) }, { decoder }),
    ];
    expect(second.text).toBe(first.text);
    expect(second.findings).toEqual(first.findings);
  });

  it('leaves the number of tensors as it was over 50 studies', async () => {
    await engine.read({ frontal: tinyFilm(1), lateral: tinyFilm(2) }, { decoder });
    const before = tf.memory().numTensors;
    for (let i = 0; i < 50; i++) {
      const lateral = i % 2 ? { lateral: tinyFilm(i + 100) } : {};
      await engine.read({ frontal: tinyFilm(i), ...lateral }, { decoder, search: 1 + (i % 3) });
    }
    expect(tf.memory().numTensors).toBe(before);
  });

  it('does one thing at a time when asked for several', async () => {
    const alone = await engine.read({ frontal: tinyFilm(7) }, { decoder });
    const [together, entities, quality] = await Promise.all([
      engine.read({ frontal: tinyFilm(7) }, { decoder }),
      engine.tag('heart effusion', 'report'),
      engine.assess(tinyFilm(8)),
    ]);
    expect(together.text).toBe(alone.text);
    expect(Array.isArray(entities)).toBe(true);
    expect(sum(Object.values(quality.viewProbabilities))).toBeCloseTo(1, 6);
  });
});

describe('cancelling', () => {
  it('stops between words, leaks nothing, and the next study works', async () => {
    const before = tf.memory().numTensors;
    const cancel = new AbortController();
    const reading = engine.read(
      { frontal: tinyFilm(1) },
      { decoder, signal: cancel.signal, onWord: () => cancel.abort() },
    );
    await expect(reading).rejects.toMatchObject({ name: 'EngineError', code: 'aborted' });
    expect(tf.memory().numTensors).toBe(before);
    await expect(engine.read({ frontal: tinyFilm(1) }, { decoder })).resolves.toBeDefined();
  });

  it('does not begin a study that was cancelled while it waited', async () => {
    const stages: string[] = [];
    const reading = engine.read(
      { frontal: tinyFilm(1) },
      { decoder, signal: AbortSignal.abort(), onStage: (stage) => stages.push(stage) },
    );
    await expect(reading).rejects.toMatchObject({ code: 'aborted' });
    expect(stages).toEqual([]);
  });
});

describe('refusals', () => {
  it('names a decoder that is not loaded', async () => {
    await expect(engine.read({ frontal: tinyFilm(1) }, { decoder: 'other' })).rejects.toMatchObject({
      code: 'not-loaded',
    });
  });

  it('refuses a film that is no chest film, and says which', async () => {
    const { manifest, files } = await tinyEncoder();
    await engine.loadPack({ ...manifest, gate: { ...manifest.gate, other: 0 } }, files);
    const reading = engine.read({ frontal: tinyFilm(1) }, { decoder });
    await expect(reading).rejects.toMatchObject({ code: 'not-a-chest-film', slot: 'frontal' });
    await engine.loadPack(manifest, files);
  });

  it('frees a pack that is unloaded or replaced', async () => {
    const { manifest, files } = await tinyTagger();
    const before = tf.memory().numTensors;
    await engine.loadPack(manifest, files);
    expect(tf.memory().numTensors).toBe(before);
    await engine.unloadPack(manifest.id);
    await expect(engine.tag('heart', 'report')).rejects.toMatchObject({ code: 'not-loaded' });
    await engine.loadPack(manifest, files);
    expect(tf.memory().numTensors).toBe(before);
  });
});

function sum(values: Iterable<number>): number {
  return [...values].reduce((total, value) => total + value, 0);
}

describe('a backend that is lost', () => {
  it('is told once, and every call after it fails with its reason', async () => {
    let lose: (reason: string) => void = () => undefined;
    const reasons: string[] = [];
    const driver = { ...wasm, watch: (onLost: typeof lose) => void (lose = onLost) };
    const fragile = await Engine.create({
      drivers: [driver],
      wasmPaths: NODE_WASM_PATHS,
      onLost: (reason) => reasons.push(reason),
    });
    lose('the device was lost');
    lose('again');
    expect(reasons).toEqual(['the device was lost']);
    await expect(fragile.tag('heart', 'report')).rejects.toMatchObject({
      code: 'backend',
      message: 'The engine stopped: the device was lost.',
    });
    await fragile.dispose();
  });
});
