import type { FindingSide } from './finding';

/**
 * The half of the chest where a class activation lies: of its parts above the map's mean, the share of that half.
 * The middle column of an odd width belongs to neither half. The patient's right is on the left of a frontal film
 * as it is hung and as the encoders learned it, however the viewer shows it.
 * @param cells  one finding's activation on an upright frontal film, row-major, a whole number of rows
 * @returns undefined where no part is above the mean in either half
 */
export function activationSide(cells: ArrayLike<number>, width: number): FindingSide | undefined {
  const mean = Array.from(cells).reduce((sum, value) => sum + value, 0) / cells.length;
  const half = Math.floor(width / 2);
  let left = 0;
  let right = 0;
  for (let i = 0; i < cells.length; i++) {
    const above = Math.max(0, (cells[i] ?? 0) - mean);
    if (i % width < half) right += above;
    else if (i % width >= width - half) left += above;
  }
  if (left + right <= 0) return undefined;
  const share = left / (left + right);
  return share >= 0.5 ? { side: 'left', share } : { side: 'right', share: 1 - share };
}
