/**
 * The networks against what PyTorch gives with the same dequantised weights. The shipped packs have their goldens in
 * tests/fixtures/parity/<id>.json, written by the export; every pack that public/models/index.json lists must have
 * one. Thin networks of the other kinds lie with theirs in tests/fixtures/networks (`python -m training
 * parity-fixtures`).
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { PackFolder, type LoadedPack } from '../../../cli/packs-node';
import type { Entity, LabelSet } from '../../../src/domain/entity';
import { FINDINGS } from '../../../src/domain/finding';
import { searchKey } from '../../../src/domain/search';
import { startBackend } from '../../../src/engine/backend';
import { begin, step } from '../../../src/engine/decoders/attention-decoder';
import { Decoder } from '../../../src/engine/decoders/decoder';
import { Encoder, type FilmEncoding } from '../../../src/engine/encoders/encoder';
import { calibratedFindings } from '../../../src/engine/findings';
import { prepare } from '../../../src/engine/prepare';
import { concluded, decode } from '../../../src/engine/reading';
import { Tagger } from '../../../src/engine/tagger/tagger';
import { splitWords } from '../../../src/domain/words';
import type { Manifest } from '../../../src/packs/manifest';
import { NODE_WASM_PATHS } from './node-wasm';

const MODELS = process.env.PARITY_MODELS ?? fileURLToPath(new URL('../../../public/models', import.meta.url));
const GOLDENS =
  process.env.PARITY_GOLDENS ?? fileURLToPath(new URL('../../fixtures/parity', import.meta.url));
const NETWORKS = fileURLToPath(new URL('../../fixtures/networks', import.meta.url));
const TOLERANCE = 1e-3;

interface Tap {
  shape: number[];
  stride: number;
  values: number[];
}
type Taps = Record<string, Tap>;
type Task<T extends Manifest['task']> = Extract<Manifest, { task: T }>;

interface CheckedPack extends LoadedPack {
  /** Folder of its golden. */
  goldens: string;
}
const packs = [...(await loadAll(MODELS, GOLDENS)), ...(await loadAll(NETWORKS, NETWORKS))];

async function loadAll(root: string, goldens: string): Promise<CheckedPack[]> {
  if (!existsSync(join(root, 'index.json'))) return [];
  const folder = await PackFolder.open(root);
  const loaded = folder.index.packs.map(({ id, version }) => folder.load(id, version));
  return (await Promise.all(loaded)).map((pack) => ({ ...pack, goldens }));
}

function golden<T>({ manifest, goldens }: CheckedPack): T {
  const made = JSON.parse(readFileSync(join(goldens, `${manifest.id}.json`), 'utf8')) as { version: string };
  expect(made.version).toBe(manifest.version);
  return made as T;
}

/** The largest absolute difference between a tensor and its golden values. */
function error(tensor: tf.Tensor, { shape, stride, values }: Tap): number {
  expect(tensor.size).toBe(shape.reduce((size, side) => size * side, 1));
  const data = tensor.dataSync();
  return values.reduce((worst, value, i) => Math.max(worst, Math.abs(value - data[i * stride]!)), 0);
}

/** Checks every tap that a golden has and that the network told. */
class TapCheck {
  readonly errors: Record<string, number> = {};
  constructor(readonly taps: Taps) {}
  readonly tell = (name: string, tensor: tf.Tensor): void => {
    const expected = this.taps[name];
    if (expected) this.errors[name] = error(tensor, expected);
  };
  done(): void {
    const missed = Object.keys(this.taps).filter((name) => !(name in this.errors));
    expect(missed).toEqual([]);
    const worst = Object.entries(this.errors).sort((a, b) => b[1] - a[1])[0]!;
    if (process.env.PARITY_PRINT) console.error('largest error', worst);
    for (const [name, difference] of Object.entries(this.errors)) {
      expect(difference, name).toBeLessThanOrEqual(TOLERANCE);
    }
  }
}

beforeAll(async () => {
  await startBackend('wasm', { wasmPaths: NODE_WASM_PATHS });
});

function ofTask<T extends Manifest['task']>(task: T) {
  return packs
    .filter(({ manifest }) => manifest.task === task)
    .map((pack) => ({
      name: `${pack.manifest.id} ${pack.manifest.version}`,
      pack,
      manifest: pack.manifest as Task<T>,
    }));
}

function fileOf(pack: LoadedPack, name: string): ArrayBuffer {
  return pack.files.get(name)!;
}

describe.skipIf(ofTask('encoder').length === 0).each(ofTask('encoder'))(
  'encoder $name',
  ({ pack, manifest }) => {
    it('gives PyTorch’s tensors at every tap', () => {
      const { input, taps } = golden<{ input: { side: number }; taps: Taps }>(pack);
      const encoder = new Encoder(manifest, fileOf(pack, 'weights.bin'));
      const check = new TapCheck(taps);
      const { side } = input;
      const pixels = Uint8Array.from({ length: side * side }, (_, i) => (i * 7919) % 256);
      tf.tidy(() => {
        const image = prepare({ width: side, height: side, pixels }, manifest.input);
        check.tell('input', image);
        const { features, findings, view, orientation } = encoder.forward(image, check.tell);
        check.tell('pooled', tf.mean(features, [1, 2]));
        Object.entries({ findings, view, orientation }).forEach(([name, tensor]) => check.tell(name, tensor));
        const calibrated = calibratedFindings(findings.dataSync<'float32'>(), manifest.calibration);
        check.tell('probabilities', tf.tensor1d(calibrated.map(({ probability }) => probability)));
      });
      encoder.dispose();
      check.done();
    });
  },
);

interface DecoderCase {
  taps: Taps;
  greedy: number[];
  /** After the greedy findings; only where the pack has learnt impressions. */
  impression?: number[];
  beam3: number[];
  /** Only where the pack is meant to search so. */
  consensus?: number[];
}

/** The maps and logits of training/decoders/golden.py. */
function generatedMap(size: number, factor: number, offset: number): Float32Array {
  return Float32Array.from({ length: size }, (_, i) => Math.max(0, ((i * factor + offset) % 256) - 160) / 32);
}
const generatedLogits = Float32Array.from(FINDINGS, (_, k) => ((k * 37) % 17) / 4 - 2);

describe.skipIf(ofTask('decoder').length === 0).each(ofTask('decoder'))(
  'decoder $name',
  ({ pack, manifest }) => {
    let decoder: Decoder;
    let cases: Record<'pair' | 'frontal', DecoderCase>;
    const { architecture } = ofTask('encoder').find(
      ({ manifest: { id } }) => id === manifest.requires.id,
    )!.manifest;
    const size = architecture.mapHeight * architecture.mapWidth * architecture.channels;
    const film = (factor: number, offset: number): FilmEncoding => ({
      features: generatedMap(size, factor, offset),
      findings: generatedLogits,
      view: new Float32Array(3),
      orientation: new Float32Array(5),
    });
    const studies = {
      pair: { frontal: film(7919, 0), lateral: film(7907, 31) },
      frontal: { frontal: film(7919, 0) },
    };

    beforeAll(() => {
      ({ cases } = golden<{ cases: typeof cases }>(pack));
      const files = { weights: fileOf(pack, 'weights.bin'), vocabulary: fileOf(pack, 'vocab.json') };
      decoder = new Decoder(manifest, architecture, files);
    });

    it.each(['pair', 'frontal'] as const)('gives PyTorch’s tensors for the first word: %s', (name) => {
      const check = new TapCheck(cases[name].taps);
      tf.tidy(() => {
        const { slots, state } = begin(
          decoder.weights,
          manifest.architecture,
          decoder.tensorsOf(studies[name]),
          check.tell,
        );
        check.tell('state0', state);
        const {
          attention,
          logits,
          state: next,
        } = step(decoder.weights, manifest.architecture, slots, [1], state);
        check.tell('attention0', attention);
        check.tell('state1', next);
        check.tell('logits0', logits);
      });
      check.done();
    });

    it.each(['pair', 'frontal'] as const)('writes PyTorch’s words, however it searches: %s', async (name) => {
      for (const [strategy, tokens] of Object.entries(cases[name])) {
        if (strategy === 'taps' || strategy === 'impression') continue;
        const search = [1, 3, 'consensus' as const].find((each) => searchKey(each) === strategy);
        const written = await decode(decoder, studies[name], search!, {});
        expect(
          written.map(({ token }) => token),
          strategy,
        ).toEqual(tokens);
      }
    });

    it.each(['pair', 'frontal'] as const)('writes PyTorch’s impression after them: %s', async (name) => {
      const { greedy: findings, impression } = cases[name];
      const shown = findings.map((token) => ({ token }));
      const written = await concluded(decoder, studies[name], shown, {});
      expect(written.map(({ token }) => token)).toEqual(impression ?? []);
      expect(impression !== undefined).toBe(manifest.decoding.impression !== undefined);
    });
  },
);

interface TaggerGolden {
  sentence: string;
  words: [string, number, number][];
  ids: number[];
  firsts: number[];
  taps: Taps;
  texts: { text: string; entities: Partial<Record<LabelSet, Entity[]>> }[];
  long: { parts: string[]; repeat: number; separator: string; entities: Partial<Record<LabelSet, Entity[]>> };
}

describe.skipIf(ofTask('tagger').length === 0).each(ofTask('tagger'))(
  'tagger $name',
  ({ pack, manifest }) => {
    let tagger: Tagger;
    let made: TaggerGolden;
    beforeAll(() => {
      made = golden<TaggerGolden>(pack);
      tagger = new Tagger(manifest, {
        weights: fileOf(pack, 'weights.bin'),
        vocabulary: fileOf(pack, 'vocab.json'),
      });
    });

    it('cuts the sentence into the same words and pieces', () => {
      const words = splitWords(made.sentence);
      expect(words.map(({ norm, start, end }) => [norm, start, end])).toEqual(made.words);
      const pieces = words.map(({ norm }) => tagger.pieces.pieces(norm));
      expect([2, ...pieces.flat(), 3]).toEqual(made.ids);
    });

    it('gives PyTorch’s tensors at every tap', () => {
      const check = new TapCheck(made.taps);
      const everywhere = made.ids.map((_, i) => i);
      tf.tidy(() => {
        const words = tf.tensor1d(made.firsts, 'int32');
        for (const labelSet of Object.keys(manifest.architecture.labelSets) as LabelSet[]) {
          const { tags, assertion } = tagger.scores(made.ids, everywhere, labelSet, check.tell);
          check.tell(`head.${labelSet}`, tf.gather(tags, words));
          if (assertion) check.tell('head.assertion', tf.gather(assertion, words));
        }
      });
      check.done();
    });

    it('finds the same entities in short texts', async () => {
      for (const { text, entities } of made.texts) {
        for (const [labelSet, expected] of Object.entries(entities)) {
          expect(await tagger.tag(text, labelSet as LabelSet), `${labelSet}: ${text}`).toEqual(expected);
        }
      }
    }, 300_000);

    it('finds the same entities in a text of several windows', async () => {
      const { parts, repeat, separator } = made.long;
      const text = Array.from({ length: repeat }, () => parts)
        .flat()
        .join(separator);
      for (const [labelSet, expected] of Object.entries(made.long.entities)) {
        expect(await tagger.tag(text, labelSet as LabelSet), labelSet).toEqual(expected);
      }
    }, 300_000);
  },
);
