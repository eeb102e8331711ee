import { FINDINGS, type FindingName } from '../../domain/finding';
import type { WordAttention } from '../../domain/report';
import type { Extent } from '../../domain/viewing';
import { inferno } from './colour-map';

/** Weights over one film. */
export interface MapOverFilm {
  /** Row-major, length `map.height * map.width`. */
  readonly weights: Float32Array;
  readonly map: Extent;
  /** Weight that takes the end of the colour scale. */
  readonly peak: number;
  /** 0..1; takes the whole map back. */
  readonly opacity: number;
}

/** The strongest colour still lets the film through. */
const STRONGEST = 0.72;

/** Opacity of the heat map for a value 0..1: nothing under a tenth of the peak, rising smoothly. */
export function heatOpacity(value: number): number {
  const t = Math.min(1, Math.max(0, (value - 0.1) / 0.7));
  return STRONGEST * t * t * (3 - 2 * t);
}

/** Catmull-Rom: through b at t = 0 and c at t = 1, with a smooth slope. */
function cubic(a: number, b: number, c: number, d: number, t: number): number {
  return b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
}

/**
 * Value of a cell grid at a point, bicubic (Catmull-Rom) through the cell centres, constant outside them,
 * never negative.
 * @param weights  row-major, length `map.height * map.width`
 * @param y, x     in cells; the centre of the first cell is 0.5
 */
export function sampleMap(weights: Float32Array, map: Extent, y: number, x: number): number {
  const row = Math.min(map.height - 1, Math.max(0, y - 0.5));
  const column = Math.min(map.width - 1, Math.max(0, x - 0.5));
  const top = Math.floor(row);
  const left = Math.floor(column);
  const inside = (index: number, count: number): number => Math.min(count - 1, Math.max(0, index));
  const at = (r: number, c: number): number =>
    weights[inside(r, map.height) * map.width + inside(c, map.width)] ?? 0;
  const across = (r: number): number =>
    cubic(at(r, left - 1), at(r, left), at(r, left + 1), at(r, left + 2), column - left);
  return Math.max(0, cubic(across(top - 1), across(top), across(top + 1), across(top + 2), row - top));
}

/**
 * Draws attention weights as RGBA pixels (not premultiplied), to be stretched over the whole film: the
 * encoder sees the film squeezed to a square, so its cells cover the film from edge to edge.
 * @param weights  attention of one film, row-major, length `map.height * map.width`
 * @param size     of the picture to make
 * @param peak     weight that takes the end of the colour scale; 0 gives a clear picture
 */
export function heatPixels(
  weights: Float32Array,
  map: Extent,
  size: Extent,
  peak: number,
): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(size.height * size.width * 4);
  if (!(peak > 0)) return pixels;
  for (let y = 0; y < size.height; y++) {
    for (let x = 0; x < size.width; x++) {
      const cellY = ((y + 0.5) / size.height) * map.height;
      const cellX = ((x + 0.5) / size.width) * map.width;
      const value = sampleMap(weights, map, cellY, cellX) / peak;
      const [red, green, blue] = inferno(value);
      pixels.set([red, green, blue, Math.round(heatOpacity(value) * 255)], (y * size.width + x) * 4);
    }
  }
  return pixels;
}

/** The largest weight on any place of the films: the end of the colour scale that both films share. */
export function attentionPeak(attention: WordAttention): number {
  let peak = 0;
  for (const weights of [attention.frontal, attention.lateral]) {
    for (const weight of weights ?? []) peak = Math.max(peak, weight);
  }
  return peak;
}

/**
 * Weight at the end of the colour scale: the largest on a film, yet at least twice an even share of all places
 * and findings, so that attention that lay on nothing in particular, or on the findings, does not glow.
 */
export function heatPeak(attention: WordAttention): number {
  const slots = attention.frontal.length + (attention.lateral?.length ?? 0) + attention.findings.length;
  return Math.max(attentionPeak(attention), 2 / slots);
}

/** How the attention of one word was shared out; the three shares sum to 1. */
export interface AttentionShares {
  readonly frontal: number;
  /** Absent without a lateral film. */
  readonly lateral?: number;
  readonly findings: number;
  /** The finding slot that weighed most. */
  readonly strongest?: { readonly name: FindingName; readonly weight: number };
}

/** Sums the attention of a word by film and finding slots. */
export function attentionShares(attention: WordAttention): AttentionShares {
  const sum = (weights: Float32Array): number => weights.reduce((total, weight) => total + weight, 0);
  let strongest: { name: FindingName; weight: number } | undefined;
  for (const [index, weight] of attention.findings.entries()) {
    const name = FINDINGS[index];
    if (name !== undefined && weight > (strongest?.weight ?? 0)) strongest = { name, weight };
  }
  return {
    frontal: sum(attention.frontal),
    ...(attention.lateral ? { lateral: sum(attention.lateral) } : {}),
    findings: sum(attention.findings),
    ...(strongest ? { strongest } : {}),
  };
}
