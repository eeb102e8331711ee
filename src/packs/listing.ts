import type { DefaultPacks, Manifest } from './manifest';

/** A pack by name. */
export interface PackRef {
  readonly id: string;
  /** MAJOR.MINOR.PATCH */
  readonly version: string;
}

/** One pack that the site offers or that is installed. */
export interface ListedPack {
  readonly manifest: Manifest;
  /** Text of MODEL_CARD.md. */
  readonly card?: string;
  readonly origin: 'site' | 'imported';
  readonly installed: boolean;
  /** Bytes of its files that are not in the cache yet. */
  readonly missingBytes: number;
}

/** What the site offers and what is installed. */
export interface PackListing {
  readonly packs: readonly ListedPack[];
  /** Ids of the packs the app takes by default, and why; absent when the site's index was never read. */
  readonly default?: Readonly<DefaultPacks>;
  /** Why the site's offer could not be read this time; the listing then holds what is known from before. */
  readonly trouble?: { readonly code: string; readonly message: string };
}

/** What the packs take on this machine. */
export interface PackStorage {
  readonly items: readonly { readonly what: string; readonly bytes: number }[];
  /** Bytes the origin uses and may use, as the browser estimates them; absent where it does not say. */
  readonly usage?: number;
  readonly quota?: number;
  /** True when the browser promised not to evict. */
  readonly persisted: boolean;
}

/** `id@version`, the name of a pack in messages and as a key. */
export function packName(pack: PackRef): string {
  return `${pack.id}@${pack.version}`;
}

/**
 * Compares two MAJOR.MINOR.PATCH versions.
 * @returns negative when `a` is older, 0 when equal, positive when newer
 */
export function compareVersions(a: string, b: string): number {
  const left = a.split('.').map(Number);
  const right = b.split('.').map(Number);
  for (let i = 0; i < 3; i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
