/** Brightness levels whose mean colours are told apart. */
const LEVELS = 32;
/** About how many pixels of a picture are looked at. */
const SAMPLES = 65_536;

/**
 * How far colours lie from the mean colour of their own brightness: the mean distance in (blue - luma,
 * red - luma), in grey levels. A film with one tint (a sepia scan, a blue light box) scatters little, a
 * photograph much, and a few coloured marks on a film weigh only as much as their area.
 */
export class ColourScatter {
  readonly #stride: number;
  readonly #level: number[] = [];
  readonly #blue: number[] = [];
  readonly #red: number[] = [];
  #next = 0;

  /** @param pixels  how many pixels will be shown to `see` */
  constructor(pixels: number) {
    this.#stride = Math.max(1, Math.floor(pixels / SAMPLES));
  }

  /** Takes note of every `stride`-th pixel. @param grey  its luma, 0..255 */
  see(grey: number, red: number, blue: number): void {
    if (this.#next++ % this.#stride !== 0) return;
    this.#level.push(Math.min(LEVELS - 1, (grey * LEVELS) >> 8));
    this.#blue.push(blue - grey);
    this.#red.push(red - grey);
  }

  /** The mean distance, >= 0; 0 without pixels. */
  mean(): number {
    const count = new Float64Array(LEVELS);
    const blue = new Float64Array(LEVELS);
    const red = new Float64Array(LEVELS);
    this.#level.forEach((level, i) => {
      count[level] = (count[level] ?? 0) + 1;
      blue[level] = (blue[level] ?? 0) + (this.#blue[i] ?? 0);
      red[level] = (red[level] ?? 0) + (this.#red[i] ?? 0);
    });
    let distance = 0;
    this.#level.forEach((level, i) => {
      const n = count[level] ?? 1;
      distance += Math.hypot(
        (this.#blue[i] ?? 0) - (blue[level] ?? 0) / n,
        (this.#red[i] ?? 0) - (red[level] ?? 0) / n,
      );
    });
    return distance / Math.max(1, this.#level.length);
  }
}
