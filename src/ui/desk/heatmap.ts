import { FINDINGS, type FindingName } from '../../domain/finding';
import type { WordAttention } from '../../domain/report';
import { inferno } from './colour-map';

/** Height and width in cells or pixels. */
export interface Extent {
  readonly height: number;
  readonly width: number;
}

/** The strongest colour still lets the film through. */
const STRONGEST = 0.72;

/** Opacity of the heat map for a value 0..1: nothing under a tenth of the peak, rising smoothly. */
export function heatOpacity(value: number): number {
  const t = Math.min(1, Math.max(0, (value - 0.1) / 0.7));
  return STRONGEST * t * t * (3 - 2 * t);
}

/**
 * Value of a cell grid at a point, bilinear between cell centres and constant outside them.
 * @param weights  row-major, length `map.height * map.width`
 * @param y, x     in cells; the centre of the first cell is 0.5
 */
export function sampleMap(weights: Float32Array, map: Extent, y: number, x: number): number {
  const row = Math.min(map.height - 1, Math.max(0, y - 0.5));
  const column = Math.min(map.width - 1, Math.max(0, x - 0.5));
  const top = Math.floor(row);
  const left = Math.floor(column);
  const bottom = Math.min(map.height - 1, top + 1);
  const right = Math.min(map.width - 1, left + 1);
  const at = (r: number, c: number): number => weights[r * map.width + c] ?? 0;
  const upper = at(top, left) + (at(top, right) - at(top, left)) * (column - left);
  const lower = at(bottom, left) + (at(bottom, right) - at(bottom, left)) * (column - left);
  return upper + (lower - upper) * (row - top);
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
