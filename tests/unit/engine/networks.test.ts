import * as tf from '@tensorflow/tfjs-core';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { PackFolder, type LoadedPack } from '../../../cli/packs-node';
import { startBackend } from '../../../src/engine/backend';
import { densenet121Shapes } from '../../../src/engine/encoders/densenet121';
import { Encoder } from '../../../src/engine/encoders/encoder';
import { inceptionV3Shapes } from '../../../src/engine/encoders/inception-v3';
import { EngineError } from '../../../src/engine/errors';
import { parseManifest, type EncoderManifest } from '../../../src/packs/manifest';
import { tinyFilm } from '../../fixtures/tiny-packs';
import { NODE_WASM_PATHS } from './node-wasm';

const NETWORKS = fileURLToPath(new URL('../../fixtures/networks', import.meta.url));
let folder: PackFolder;
beforeAll(async () => {
  await startBackend('wasm', { wasmPaths: NODE_WASM_PATHS });
  folder = await PackFolder.open(NETWORKS);
});

function weightsOf({ files }: LoadedPack): ArrayBuffer {
  return files.get('weights.bin')!;
}

/** The number of values in tensors of these shapes. */
function valuesIn(shapes: ReadonlyMap<string, readonly number[]>): number {
  return [...shapes.values()].reduce((sum, shape) => sum + shape.reduce((size, side) => size * side, 1), 0);
}

describe('the encoders at full width', () => {
  it('DenseNet-121 has the 120 convolutions of the paper, its last layer aside', () => {
    const shapes = densenet121Shapes(1024);
    expect([...shapes.keys()].filter((name) => name.endsWith('.kernel'))).toHaveLength(120);
    expect(shapes.get('block1.layer1.bottleneck.kernel')).toEqual([1, 1, 64, 128]);
    expect(shapes.get('block4.layer16.norm.scale')).toEqual([992]);
    expect(shapes.get('transition3.conv.kernel')).toEqual([1, 1, 1024, 512]);
    expect(valuesIn(shapes) / 1e6).toBeCloseTo(6.95, 1);
  });

  it('InceptionV3 has 76 convolutions up to mixed8 and 70 up to mixed7', () => {
    const map = { kind: 'inception-v3', mapHeight: 8, mapWidth: 8 } as const;
    const deep = inceptionV3Shapes({ ...map, cut: 'mixed8', channels: 1280 });
    expect([...deep.keys()].filter((name) => name.endsWith('.kernel'))).toHaveLength(76);
    expect(deep.get('mixed4.branch7x7.conv1.kernel')).toEqual([1, 7, 128, 128]);
    expect(deep.get('mixed4.branch7x7.conv2.kernel')).toEqual([7, 1, 128, 192]);
    const short = inceptionV3Shapes({ ...map, cut: 'mixed7', channels: 768 });
    expect([...short.keys()].filter((name) => name.endsWith('.kernel'))).toHaveLength(70);
    expect(() => inceptionV3Shapes({ ...map, cut: 'mixed7', channels: 1280 })).toThrow(EngineError);
  });
});

describe('thin encoders', () => {
  it.each(['tiny-densenet121', 'tiny-inception-v3', 'tiny-inception-v3-mixed7'])(
    '%s leaves no tensor behind and gives the map that its manifest says',
    async (id) => {
      const pack = await folder.load(id, '0.0.1');
      const before = tf.memory().numTensors;
      const encoder = new Encoder(pack.manifest as EncoderManifest, weightsOf(pack));
      const held = tf.memory().numTensors;
      const { features } = await encoder.encode(tinyFilm(1));
      await encoder.encode(tinyFilm(2));
      expect(tf.memory().numTensors).toBe(held);
      const { mapHeight, mapWidth, channels } = encoder.manifest.architecture;
      expect(features).toHaveLength(mapHeight * mapWidth * channels);
      encoder.dispose();
      expect(tf.memory().numTensors).toBe(before);
    },
  );

  it('refuse a manifest whose map is not what the network gives: decoders count their slots by it', async () => {
    const pack = await folder.load('tiny-inception-v3-mixed7', '0.0.1');
    const { mapPool, ...architecture } = (pack.manifest as EncoderManifest).architecture as Extract<
      EncoderManifest['architecture'],
      { kind: 'inception-v3' }
    >;
    expect(mapPool).toEqual({ size: 3, stride: 2 });
    const manifest = { ...(pack.manifest as EncoderManifest), architecture };
    const encoder = new Encoder(manifest, weightsOf(pack));
    await expect(encoder.encode(tinyFilm(1))).rejects.toThrow('The feature map is 7 x 7 x 24');
    encoder.dispose();
  });
});

describe('the manifest of an encoder', () => {
  it('says where an InceptionV3 is cut', async () => {
    const { manifest } = await folder.load('tiny-inception-v3', '0.0.1');
    const architecture = { ...(manifest as EncoderManifest).architecture, cut: 'mixed10' };
    expect(() => parseManifest({ ...manifest, architecture })).toThrow('architecture.cut');
  });

  it('reads a decoder that does not say how many films it sees as one for two', async () => {
    const { manifest } = await folder.load('tiny-pair-lstm', '0.0.1');
    const { films, ...rest } = manifest.architecture as { films: number };
    expect(films).toBe(2);
    expect(parseManifest({ ...manifest, architecture: rest }).architecture).toMatchObject({ films: 2 });
  });
});
