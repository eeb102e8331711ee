import * as tf from '@tensorflow/tfjs-core';
import type { WeightEntry } from '../../packs/manifest';
import { averagePool, conv, maxPool, normRelu } from '../layers';
import type { Tap } from '../tap';
import { kernelWidths, type Weights } from '../weights';

/** Layers of the four dense blocks: table 1 of Huang et al. 2017. */
const BLOCKS = [6, 12, 24, 16];
const STEM_CHANNELS = 64;
/** Channels that each layer adds. */
const GROWTH_RATE = 32;
/** Channels between the two convolutions of a layer: four times the growth. */
const BOTTLENECK = 4 * GROWTH_RATE;

/**
 * DenseNet-121 (Huang et al. 2017), the backbone of CheXNet (Rajpurkar et al. 2017), for one grey channel. Norms
 * behind a convolution are folded into it; those in front of one are not.
 * @param image  [1, 224, 224, 1], prepared by `prepare()`
 * @param tap    told `stem`, `block1`, `transition1`, .. `block4`, `final`
 * @returns      feature map [1, 7, 7, 1024] before pooling, no value under 0
 */
export function densenet121(w: Weights, image: tf.Tensor4D, tap?: Tap): tf.Tensor4D {
  const told = (name: string, made: () => tf.Tensor4D): tf.Tensor4D => {
    const x = tf.tidy(made);
    tap?.(name, x);
    return x;
  };
  let x = told('stem', () => stem(w.at('stem'), image));
  for (const [index, layers] of BLOCKS.entries()) {
    const [block, transition] = [`block${index + 1}`, `transition${index + 1}`];
    const before = x;
    const dense = told(block, () => denseBlock(w.at(block), before, layers));
    const last = index === BLOCKS.length - 1;
    x = last ? dense : told(transition, () => transitionLayer(w.at(transition), dense));
  }
  const seen = x;
  return told('final', () => normRelu(w.at('final'), seen));
}

function stem(w: Weights, image: tf.Tensor4D): tf.Tensor4D {
  const x = conv(w, image, { stride: 2, activation: 'relu' });
  return maxPool(x, { size: 3, stride: 2, padding: 'same' });
}

/** Each layer reads the maps of all layers before it. */
function denseBlock(w: Weights, x: tf.Tensor4D, layers: number): tf.Tensor4D {
  let maps = x;
  for (let layer = 1; layer <= layers; layer++) {
    const before = maps;
    maps = tf.tidy(() => tf.concat([before, denseLayer(w.at(`layer${layer}`), before)], 3));
    if (before !== x) before.dispose();
  }
  return maps;
}

/** The new maps alone, [n, h, w, growth]. */
function denseLayer(w: Weights, x: tf.Tensor4D): tf.Tensor4D {
  const narrow = conv(w.at('bottleneck'), normRelu(w.at('norm'), x), { activation: 'relu' });
  return conv(w.at('grow'), narrow, { activation: 'linear' });
}

/** Half the channels, half the side. */
function transitionLayer(w: Weights, x: tf.Tensor4D): tf.Tensor4D {
  const narrow = conv(w.at('conv'), normRelu(w.at('norm'), x), { activation: 'linear' });
  return averagePool(narrow, { size: 2, stride: 2, padding: 'valid' });
}

/**
 * Names and shapes of its weights.
 * @param channels  of the feature map: 1024
 * @param table     the pack's weights: a thinner network (for a test) has the same layers, and its widths are taken
 *                  from its kernels; whatever the table does not say is as in the paper
 */
export function densenet121Shapes(
  channels: number,
  table: readonly WeightEntry[] = [],
): Map<string, readonly number[]> {
  const widthOf = kernelWidths(table);
  const shapes = new Map<string, readonly number[]>();
  const add = (layer: string, side: number, from: number, usual: number): number => {
    const to = widthOf(layer, usual);
    shapes.set(`${layer}.kernel`, [side, side, from, to]);
    shapes.set(`${layer}.bias`, [to]);
    return to;
  };
  const norm = (layer: string, width: number): void => {
    shapes.set(`${layer}.scale`, [width]);
    shapes.set(`${layer}.offset`, [width]);
  };
  let width = add('stem', 7, 1, STEM_CHANNELS);
  for (const [index, layers] of BLOCKS.entries()) {
    for (let layer = 1; layer <= layers; layer++) {
      const name = `block${index + 1}.layer${layer}`;
      norm(`${name}.norm`, width);
      const narrow = add(`${name}.bottleneck`, 1, width, BOTTLENECK);
      width += add(`${name}.grow`, 3, narrow, GROWTH_RATE);
    }
    if (index === BLOCKS.length - 1) break;
    norm(`transition${index + 1}.norm`, width);
    width = add(`transition${index + 1}.conv`, 1, width, Math.floor(width / 2));
  }
  norm('final', channels);
  return shapes;
}
