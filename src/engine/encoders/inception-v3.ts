import * as tf from '@tensorflow/tfjs-core';
import type { EncoderManifest, WeightEntry } from '../../packs/manifest';
import { EngineError } from '../errors';
import { averagePool, conv, maxPool } from '../layers';
import type { Tap } from '../tap';
import { kernelWidths, type Weights } from '../weights';

type Architecture = Extract<EncoderManifest['architecture'], { kind: 'inception-v3' }>;

/** One convolution: channels, kernel height and width; VALID padding where it says so, ReLU always. */
interface Conv {
  readonly channels: number;
  readonly kernel: readonly [height: number, width: number];
  readonly stride?: number;
  readonly padding?: 'same' | 'valid';
}

/** Convolutions one after the other, behind a pool over 3x3 where there is one. */
interface Branch {
  readonly name: string;
  readonly pool?: 'average' | 'max';
  readonly convs: readonly Conv[];
}

const one = (channels: number): Conv => ({ channels, kernel: [1, 1] });
const square = (channels: number, side: number): Conv => ({ channels, kernel: [side, side] });
const across = (channels: number): Conv => ({ channels, kernel: [1, 7] });
const down = (channels: number): Conv => ({ channels, kernel: [7, 1] });
const halving = (channels: number): Conv => ({ ...square(channels, 3), stride: 2, padding: 'valid' });
const shrunk: Branch = { name: 'pooled', pool: 'max', convs: [] };
const smoothed = (channels: number): Branch => ({ name: 'pooled', pool: 'average', convs: [one(channels)] });

const STEM: readonly (Conv | 'max')[] = [
  halving(32),
  { ...square(32, 3), padding: 'valid' },
  square(64, 3),
  'max',
  one(80),
  { ...square(192, 3), padding: 'valid' },
  'max',
];

/** Modules of 35 x 35 cells, for films of 299 px. */
const fine = (pooled: number): readonly Branch[] => [
  { name: 'branch1x1', convs: [one(64)] },
  { name: 'branch5x5', convs: [one(48), square(64, 5)] },
  { name: 'branch3x3', convs: [one(64), square(96, 3), square(96, 3)] },
  smoothed(pooled),
];

/** Modules of 17 x 17 cells. */
const medium = (width: number): readonly Branch[] => [
  { name: 'branch1x1', convs: [one(192)] },
  { name: 'branch7x7', convs: [one(width), across(width), down(192)] },
  { name: 'branch7x7twice', convs: [one(width), down(width), across(width), down(width), across(192)] },
  smoothed(192),
];

/** `mixed0` .. `mixed8`: figures 5, 10, 6, 10 of Szegedy et al. 2016, with the names of Keras. */
const MODULES: readonly (readonly Branch[])[] = [
  fine(32),
  fine(64),
  fine(64),
  [
    { name: 'branch3x3', convs: [halving(384)] },
    { name: 'branch3x3twice', convs: [one(64), square(96, 3), halving(96)] },
    shrunk,
  ],
  medium(128),
  medium(160),
  medium(160),
  medium(192),
  [
    { name: 'branch3x3', convs: [one(192), halving(320)] },
    { name: 'branch7x7', convs: [one(192), across(192), down(192), halving(192)] },
    shrunk,
  ],
];

/** The modules that a cut leaves, by name. */
function modulesOf({ cut }: Architecture): readonly (readonly [string, readonly Branch[]])[] {
  const count = { mixed7: 8, mixed8: 9 }[cut];
  return MODULES.slice(0, count).map((branches, index) => [`mixed${index}`, branches] as const);
}

/**
 * InceptionV3 (Szegedy et al. 2016) up to the module where the manifest cuts it, for one grey channel. Batch norms
 * are folded into kernels and biases.
 * @param image  [1, 299, 299, 1], prepared by `prepare()`
 * @param tap    told `stem`, `mixed0` .. , and `pool` where the map is made smaller
 * @returns      feature map, no value under 0: [1, 8, 8, 1280] after mixed8; [1, 17, 17, 768] after mixed7, or
 *               [1, 8, 8, 768] with the manifest's `mapPool` of size 3 and stride 2
 */
export function inceptionV3(
  w: Weights,
  image: tf.Tensor4D,
  architecture: Architecture,
  tap?: Tap,
): tf.Tensor4D {
  let x = tf.tidy(() => stem(w.at('stem'), image));
  tap?.('stem', x);
  for (const [name, branches] of modulesOf(architecture)) {
    const before = x;
    x = tf.tidy(() =>
      tf.concat(
        branches.map((branch) => follow(w.at(`${name}.${branch.name}`), before, branch)),
        3,
      ),
    );
    tap?.(name, x);
  }
  if (!architecture.mapPool) return x;
  x = averagePool(x, { ...architecture.mapPool, padding: 'valid' });
  tap?.('pool', x);
  return x;
}

function stem(w: Weights, image: tf.Tensor4D): tf.Tensor4D {
  let x = image;
  let index = 0;
  for (const step of STEM) {
    x = step === 'max' ? halvingPool(x) : apply(w.at(`conv${index++}`), x, step);
  }
  return x;
}

function follow(w: Weights, x: tf.Tensor4D, { pool, convs }: Branch): tf.Tensor4D {
  const smooth = { size: 3, stride: 1, padding: 'same' } as const;
  const start = pool === 'max' ? halvingPool(x) : pool === 'average' ? averagePool(x, smooth) : x;
  return convs.reduce((y, step, index) => apply(w.at(`conv${index}`), y, step), start);
}

function apply(w: Weights, x: tf.Tensor4D, { stride = 1, padding = 'same' }: Conv): tf.Tensor4D {
  return conv(w, x, { stride, padding, activation: 'relu' });
}

function halvingPool(x: tf.Tensor4D): tf.Tensor4D {
  return maxPool(x, { size: 3, stride: 2, padding: 'valid' });
}

/**
 * Names and shapes of its weights.
 * @param table  the pack's weights: a thinner network (for a test) has the same layers, and its widths are taken
 *               from its kernels; whatever the table does not say is as in the paper
 * @throws EngineError `weights` when the manifest says another number of channels than the cut leaves
 */
export function inceptionV3Shapes(
  architecture: Architecture,
  table: readonly WeightEntry[] = [],
): Map<string, readonly number[]> {
  const widthOf = kernelWidths(table);
  const shapes = new Map<string, readonly number[]>();
  const addAll = (path: string, from: number, convs: readonly Conv[]): number =>
    convs.reduce((width, { channels, kernel }, index) => {
      const layer = `${path}.conv${index}`;
      const to = widthOf(layer, channels);
      shapes.set(`${layer}.kernel`, [...kernel, width, to]);
      shapes.set(`${layer}.bias`, [to]);
      return to;
    }, from);
  let width = addAll(
    'stem',
    1,
    STEM.filter((step) => step !== 'max'),
  );
  for (const [name, branches] of modulesOf(architecture)) {
    const from = width;
    width = branches.reduce(
      (sum, { name: branch, convs }) => sum + addAll(`${name}.${branch}`, from, convs),
      0,
    );
  }
  if (width !== architecture.channels) {
    throw new EngineError(
      'weights',
      `InceptionV3 cut after ${architecture.cut} has ${width} channels, the manifest says ${architecture.channels}.`,
    );
  }
  return shapes;
}
