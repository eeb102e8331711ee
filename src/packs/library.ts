import { importPack, openFolder, openZip, type PackSource } from './archive';
import { PackError } from './errors';
import { heldBytes, installPacks, packBytes, type InstallOptions } from './install';
import { isIntact } from './integrity';
import { packName, type ListedPack, type PackListing, type PackRef, type PackStorage } from './listing';
import type { Manifest } from './manifest';
import { fetchOffer, parseKeptOffer, type Offer } from './offer';
import type { PackStore } from './store';

/** Runs one change of the cache at a time, whichever tab it comes from. */
export type Exclusive = <T>(signal: AbortSignal | undefined, change: () => Promise<T>) => Promise<T>;

/** Model packs: what the site offers, what is cached, and how one becomes the other. */
export class PackLibrary {
  #store: PackStore;
  #base: string;
  #exclusive: Exclusive;
  #offer: Offer | undefined;

  /**
   * @param base URL of the folder of the site's `index.json`, ending in `/`
   * @param exclusive by default one change at a time among all tabs of this site, by a Web Lock
   */
  constructor(store: PackStore, base: string, exclusive: Exclusive = byWebLock) {
    this.#store = store;
    this.#base = base;
    this.#exclusive = exclusive;
  }

  /**
   * Everything known. The site is asked once in the life of this object, or when `fresh` says so; without the
   * network the offer is the one that was kept the last time.
   */
  async list({
    fresh = false,
    signal,
  }: { fresh?: boolean; signal?: AbortSignal } = {}): Promise<PackListing> {
    let trouble: PackError | undefined;
    if (!this.#offer || fresh) {
      try {
        trouble = await this.#ask(signal);
      } catch (cause) {
        if (!(cause instanceof PackError) || cause.code === 'aborted') throw cause;
        trouble = cause;
      }
    }
    const offer = this.#offer ?? parseKeptOffer(await this.#store.offer());
    const packs = await this.#listed(offer);
    return {
      packs,
      ...(offer ? { default: offer.default } : {}),
      ...(trouble ? { trouble: { code: trouble.code, message: trouble.message } } : {}),
    };
  }

  /** See installPacks. */
  async install(packs: readonly PackRef[], options: InstallOptions = {}): Promise<void> {
    await this.#exclusive(options.signal, async () => {
      if (!this.#offer) await this.#ask(options.signal);
      if (this.#offer) await installPacks(this.#store, this.#offer, packs, options);
    });
  }

  /**
   * Bytes of an installed pack, every file checked. A damaged file is dropped, so that the next install fetches it.
   * @throws PackError `missing` when the pack or a file of it is not there, `integrity` when one is damaged
   */
  async files(pack: PackRef): Promise<{ manifest: Manifest; files: Map<string, ArrayBuffer> }> {
    const record = await this.#store.record(pack);
    if (!record) throw new PackError('missing', `${packName(pack)} is not installed.`);
    const files = new Map<string, ArrayBuffer>();
    for (const file of record.manifest.files) {
      const bytes = await this.#store.file(file.sha256);
      if (!bytes) throw new PackError('missing', `${file.path} of ${packName(pack)} is not in the cache.`);
      if (!(await isIntact(file, bytes))) {
        await this.#store.dropFile(file.sha256);
        const message = `${file.path} of ${packName(pack)} had changed on this machine and was dropped.`;
        throw new PackError('integrity', message);
      }
      files.set(file.path, bytes.buffer);
    }
    return { manifest: record.manifest, files };
  }

  /** Checks every file of an installed pack and drops those that are damaged; answers their names. */
  async verify(pack: PackRef): Promise<readonly string[]> {
    const record = await this.#store.record(pack);
    if (!record) throw new PackError('missing', `${packName(pack)} is not installed.`);
    const damaged: string[] = [];
    for (const file of record.manifest.files) {
      const bytes = await this.#store.file(file.sha256);
      if (bytes && (await isIntact(file, bytes))) continue;
      damaged.push(file.path);
      await this.#store.dropFile(file.sha256);
    }
    return damaged;
  }

  /** Removes a pack and what is left of its cancelled downloads; files that other packs use stay. */
  async remove(pack: PackRef): Promise<void> {
    await this.#exclusive(undefined, async () => {
      const listed = (await this.#known()).find((manifest) => packName(manifest) === packName(pack));
      if (listed) await this.#store.remove(listed);
    });
  }

  async importZip(zip: Blob, signal?: AbortSignal): Promise<PackRef> {
    return this.#import(await openZip(zip, signal), signal);
  }

  async importFolder(files: readonly File[], signal?: AbortSignal): Promise<PackRef> {
    return this.#import(openFolder(files), signal);
  }

  async wipe(): Promise<void> {
    await this.#exclusive(undefined, () => this.#store.wipe());
  }

  /** What the cache holds, file by file, and what the browser says about room. */
  async storage(): Promise<PackStorage> {
    const names = new Map<string, string>();
    for (const manifest of await this.#known()) {
      for (const file of manifest.files)
        names.set(`file:${file.sha256}`, `${packName(manifest)} ${file.path}`);
    }
    const sizes = await this.#store.sizes();
    const manager = globalThis.navigator?.storage;
    const estimate = await manager?.estimate?.();
    return {
      items: sizes.map(({ key, bytes }) => ({ what: names.get(key) ?? key, bytes })),
      ...(estimate?.usage === undefined ? {} : { usage: estimate.usage }),
      ...(estimate?.quota === undefined ? {} : { quota: estimate.quota }),
      persisted: (await manager?.persisted?.()) ?? false,
    };
  }

  /** Asks the site what it offers; a pack that is troubled leaves the others usable. */
  async #ask(signal: AbortSignal | undefined): Promise<PackError | undefined> {
    const { offer, trouble } = await fetchOffer(this.#base, signal);
    // An offer with a hole is not kept for offline use: there the last whole one serves.
    this.#offer = offer;
    if (!trouble) await this.#store.putOffer(offer);
    return trouble;
  }

  async #import(source: PackSource, signal: AbortSignal | undefined): Promise<PackRef> {
    return this.#exclusive(signal, async () => importPack(this.#store, source, await this.#known(), signal));
  }

  /** Manifests of all packs that are installed or offered. */
  async #known(): Promise<readonly Manifest[]> {
    const installed = (await this.#store.records()).map((record) => record.manifest);
    const offered = parseKeptOffer(await this.#store.offer())?.packs.map((pack) => pack.manifest) ?? [];
    return [...installed, ...offered];
  }

  async #listed(offer: Offer | undefined): Promise<readonly ListedPack[]> {
    const held = await this.#store.fileHashes();
    const listed = new Map<string, ListedPack>();
    for (const { manifest, card } of offer?.packs ?? []) {
      listed.set(packName(manifest), listPack(manifest, card, 'site', false, held));
    }
    for (const { manifest, card, origin } of await this.#store.records()) {
      listed.set(packName(manifest), listPack(manifest, card, origin, true, held));
    }
    return [...listed.values()];
  }
}

function listPack(
  manifest: Manifest,
  card: string | undefined,
  origin: ListedPack['origin'],
  recorded: boolean,
  held: ReadonlySet<string>,
): ListedPack {
  const missingBytes = packBytes(manifest) - heldBytes(manifest, held);
  return {
    manifest,
    ...(card === undefined ? {} : { card }),
    origin,
    installed: recorded && missingBytes === 0,
    missingBytes,
  };
}

const LOCK = 'scribe-cxr packs';

async function byWebLock<T>(signal: AbortSignal | undefined, change: () => Promise<T>): Promise<T> {
  const locks = globalThis.navigator?.locks;
  if (!locks) return change();
  try {
    return await locks.request(LOCK, signal ? { signal } : {}, change);
  } catch (cause) {
    if (signal?.aborted) throw new PackError('aborted', 'Cancelled.', { cause });
    throw cause;
  }
}
