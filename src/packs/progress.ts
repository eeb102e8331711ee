import { packName, type PackRef } from './listing';

/**
 * Progress of one pack. Over one install `bytes` of a pack never falls and `total` never changes.
 */
export interface PackProgress {
  readonly id: string;
  readonly version: string;
  /** `waiting`: its turn has not come; `verifying`: a file is being hashed and stored; `done`: installed. */
  readonly phase: 'waiting' | 'downloading' | 'verifying' | 'done';
  /** Bytes of the pack's files that are here: those cached before, and those of this download as they arrive. */
  readonly bytes: number;
  /** Bytes of all files of the pack. */
  readonly total: number;
  /** Bytes a second over the last seconds; 0 before the first byte. */
  readonly rate: number;
}

/** Milliseconds over which the rate is measured. */
const WINDOW = 3000;
/** Milliseconds between two notices of the same phase. */
const INTERVAL = 100;

/** Counts the bytes of one pack and tells the listener, at most ten times a second. */
export class ProgressMeter {
  #pack: PackRef;
  #total: number;
  #listener: (progress: PackProgress) => void;
  #now: () => number;
  #bytes = 0;
  #phase: PackProgress['phase'] = 'waiting';
  #told = -Infinity;
  /** Arrivals of this download: time and bytes that came since the start. */
  #samples: { at: number; bytes: number }[] = [];

  /** @param total bytes of all files of the pack */
  constructor(
    pack: PackRef,
    total: number,
    listener: (progress: PackProgress) => void,
    now: () => number = () => performance.now(),
  ) {
    this.#pack = pack;
    this.#total = total;
    this.#listener = listener;
    this.#now = now;
  }

  /** Notes that `bytes` of the pack are here, and what goes on. A smaller number than before changes nothing. */
  at(phase: PackProgress['phase'], bytes: number): void {
    const before = this.#bytes;
    this.#bytes = Math.max(before, Math.min(bytes, this.#total));
    const turned = phase !== this.#phase;
    this.#phase = phase;
    const now = this.#now();
    if (phase === 'downloading') this.#sample(now, this.#bytes);
    if (!turned && now - this.#told < INTERVAL) return;
    this.#told = now;
    this.#listener({
      id: this.#pack.id,
      version: this.#pack.version,
      phase,
      bytes: this.#bytes,
      total: this.#total,
      rate: this.#rate(now),
    });
  }

  get name(): string {
    return packName(this.#pack);
  }

  #sample(at: number, bytes: number): void {
    this.#samples.push({ at, bytes });
    // One sample older than the window stays, so that the rate spans the whole window.
    while (this.#samples.length > 2 && at - (this.#samples[1]?.at ?? at) > WINDOW) this.#samples.shift();
  }

  #rate(now: number): number {
    const first = this.#samples[0];
    const last = this.#samples.at(-1);
    if (!first || !last || now <= first.at) return 0;
    return Math.round(((last.bytes - first.bytes) * 1000) / (now - first.at));
  }
}
