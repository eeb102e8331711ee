/**
 * A probability with two decimals. What would round to certainty is said as a bound.
 * @param p  0..1
 */
export function probability(p: number): string {
  if (p > 0 && p < 0.005) return '<0.01';
  if (p < 1 && p >= 0.995) return '>0.99';
  return p.toFixed(2);
}

/** Bytes in decimal units, as disks and data plans count: `820 B`, `14.2 kB`, `16.0 MB`. */
export function bytes(count: number): string {
  if (count < 1000) return `${Math.round(count)} B`;
  if (count < 999_950) return `${(count / 1000).toFixed(1)} kB`;
  if (count < 999_950_000) return `${(count / 1e6).toFixed(1)} MB`;
  return `${(count / 1e9).toFixed(2)} GB`;
}

/** Bytes a second. */
export function rate(bytesPerSecond: number): string {
  return `${bytes(bytesPerSecond)}/s`;
}

/** Milliseconds as `84 ms` or `1.3 s`. */
export function duration(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

/** A share 0..1 as whole per cent, for progress only. */
export function percent(share: number): string {
  return `${Math.floor(Math.min(1, Math.max(0, share)) * 100)} %`;
}
