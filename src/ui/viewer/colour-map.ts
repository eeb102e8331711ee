/** Red, green, blue, each 0..255. */
export type Rgb = readonly [number, number, number];

/**
 * Every eighth entry of matplotlib's `inferno` (256 entries, CC0): perceptually uniform, readable for
 * people who do not tell red from green, and unlike anything in a grey film.
 */
const INFERNO: readonly Rgb[] = [
  [0, 0, 4],
  [4, 3, 18],
  [11, 7, 36],
  [21, 11, 55],
  [33, 12, 74],
  [47, 10, 91],
  [61, 9, 101],
  [74, 12, 107],
  [87, 16, 110],
  [100, 21, 110],
  [113, 25, 110],
  [125, 30, 109],
  [138, 34, 106],
  [151, 39, 102],
  [163, 44, 97],
  [176, 49, 91],
  [188, 55, 84],
  [199, 62, 76],
  [210, 70, 68],
  [219, 80, 59],
  [228, 90, 49],
  [235, 102, 40],
  [241, 115, 29],
  [246, 128, 19],
  [249, 142, 9],
  [251, 157, 7],
  [252, 172, 17],
  [251, 188, 33],
  [249, 203, 53],
  [245, 219, 76],
  [242, 234, 105],
  [243, 246, 138],
  [252, 255, 164],
];

/**
 * Colour of a value on the inferno scale, linear between the entries of the table.
 * @param value  0..1; what lies outside is clamped
 */
export function inferno(value: number): Rgb {
  const last = INFERNO.length - 1;
  const position = Math.min(1, Math.max(0, value)) * last;
  const index = Math.min(last - 1, Math.floor(position));
  const from = INFERNO[index] ?? [0, 0, 0];
  const to = INFERNO[index + 1] ?? from;
  const t = position - index;
  const mix = (a: number, b: number): number => Math.round(a + (b - a) * t);
  return [mix(from[0], to[0]), mix(from[1], to[1]), mix(from[2], to[2])];
}
