import { scrambled } from './scrambled';
import { PAD } from './special-tokens';

/** Tokens of a phrase; those before the first token of a sentence are <pad>. */
const PHRASE_LENGTH = 6;

/**
 * The phrases, six tokens running within a sentence, of the reports that a decoder learned from. A pack keeps their
 * fingerprints alone, which tell of a phrase whether it was there. training/text/phrases.py does exactly the same.
 */
export class Phrases {
  readonly #known: ReadonlySet<number>;
  readonly #vocabulary: number;
  readonly #following = new Map<string, ReadonlySet<number>>();

  /**
   * @param fingerprints  each 0..2**32 - 1
   * @param vocabulary    how many tokens there are
   */
  constructor(fingerprints: Iterable<number>, vocabulary: number) {
    this.#known = new Set(fingerprints);
    this.#vocabulary = vocabulary;
  }

  /** How many tokens there are. */
  get vocabulary(): number {
    return this.#vocabulary;
  }

  /** The tokens that followed, in those reports, the last five of an open sentence. @param open  its tokens */
  following(open: readonly number[]): ReadonlySet<number> {
    const padding = Array.from({ length: Math.max(0, PHRASE_LENGTH - 1 - open.length) }, () => PAD);
    const before = [...padding, ...open.slice(1 - PHRASE_LENGTH)];
    const key = before.join();
    const known = this.#following.get(key);
    if (known) return known;
    const start = before.reduce(fingerprintOn, 0);
    const found = new Set<number>();
    for (let token = 0; token < this.#vocabulary; token++) {
      if (this.#known.has(fingerprintOn(start, token))) found.add(token);
    }
    this.#following.set(key, found);
    return found;
  }
}

/** The fingerprint of some tokens, one token longer; of none it is 0. */
export function fingerprintOn(fingerprint: number, token: number): number {
  return scrambled((fingerprint + token + 1) | 0);
}
