import { createStore, get, keys, promisifyRequest, type UseStore } from 'idb-keyval';
import * as v from 'valibot';
import { PackError } from './errors';
import { packName, type PackRef } from './listing';
import { ManifestSchema, type Manifest, type PackFile } from './manifest';

const RecordSchema = v.object({
  manifest: ManifestSchema,
  card: v.optional(v.string()),
  origin: v.picklist(['site', 'imported']),
  installedAt: v.string(),
});

/** An installed pack: its manifest; its files lie under their hashes. */
export type PackRecord = v.InferOutput<typeof RecordSchema>;

const FILE = 'file:';
const PACK = 'pack:';
const OFFER = 'offer';

/**
 * The cache of model packs in IndexedDB, addressed by content: a file lies under its SHA-256, so that packs and
 * versions share equal files. A pack is installed when its record is there and all its files are.
 */
export class PackStore {
  #store: UseStore;

  /** @param name name of the database; tests take their own */
  constructor(name = 'scribe-cxr-packs') {
    this.#store = createStore(name, 'entries');
  }

  /** The bytes kept under a hash, or undefined. They are not checked here. */
  async file(sha256: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const found: unknown = await get(FILE + sha256, this.#store);
    return found instanceof ArrayBuffer ? new Uint8Array(found) : undefined;
  }

  /** Keeps checked bytes. @throws PackError `quota` */
  async putFile(file: PackFile, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    const whole = bytes.byteLength === bytes.buffer.byteLength ? bytes.buffer : bytes.slice().buffer;
    await this.#write((store) => store.put(whole, FILE + file.sha256), file.path);
  }

  async dropFile(sha256: string): Promise<void> {
    await this.#write((store) => store.delete(FILE + sha256), sha256);
  }

  /** Hashes of all files that are kept. */
  async fileHashes(): Promise<ReadonlySet<string>> {
    const all = await keys(this.#store);
    return new Set(
      all.flatMap((key) => (typeof key === 'string' && key.startsWith(FILE) ? key.slice(FILE.length) : [])),
    );
  }

  /** All records. A record that does not follow the schema (of another build, say) is passed over. */
  async records(): Promise<readonly PackRecord[]> {
    const found = await this.#readAll(PACK);
    return found.flatMap(([, value]) => {
      const parsed = v.safeParse(RecordSchema, value);
      return parsed.success ? parsed.output : [];
    });
  }

  async record(pack: PackRef): Promise<PackRecord | undefined> {
    const parsed = v.safeParse(RecordSchema, await get(PACK + packName(pack), this.#store));
    return parsed.success ? parsed.output : undefined;
  }

  /** Notes that a pack is installed; its files were put before. @throws PackError `quota` */
  async putRecord(record: PackRecord): Promise<void> {
    const name = packName(record.manifest);
    await this.#write((store) => store.put(record, PACK + name), name);
  }

  /**
   * Removes a pack: its record, and those of its files that no other record refers to, in one transaction.
   * @param manifest also names the files of a pack that never got its record (a cancelled download)
   */
  async remove(manifest: Manifest): Promise<void> {
    const name = packName(manifest);
    const others = (await this.records()).filter((record) => packName(record.manifest) !== name);
    const shared = new Set(others.flatMap((record) => record.manifest.files.map((file) => file.sha256)));
    await this.#write((store) => {
      store.delete(PACK + name);
      for (const file of manifest.files) if (!shared.has(file.sha256)) store.delete(FILE + file.sha256);
    }, name);
  }

  /** What the site offered when it was last asked, for use offline; the caller parses it. */
  offer(): Promise<unknown> {
    return get<unknown>(OFFER, this.#store);
  }

  async putOffer(offer: unknown): Promise<void> {
    await this.#write((store) => store.put(offer, OFFER), 'the list of packs');
  }

  /** Every entry with its size in bytes; records count as their JSON. */
  async sizes(): Promise<readonly { readonly key: string; readonly bytes: number }[]> {
    return (await this.#readAll('')).map(([key, value]) => ({
      key,
      bytes: value instanceof ArrayBuffer ? value.byteLength : JSON.stringify(value).length,
    }));
  }

  /** Removes every entry. */
  async wipe(): Promise<void> {
    await this.#write((store) => store.clear(), 'the cache');
  }

  /** Entries whose key starts with `prefix`, read one after another so that never more than one is held twice. */
  #readAll(prefix: string): Promise<[string, unknown][]> {
    return this.#store('readonly', async (store) => {
      const found: [string, unknown][] = [];
      const names = await promisifyRequest(store.getAllKeys());
      for (const name of names) {
        if (typeof name !== 'string' || !name.startsWith(prefix)) continue;
        found.push([name, (await promisifyRequest(store.get(name))) as unknown]);
      }
      return found;
    });
  }

  async #write(change: (store: IDBObjectStore) => unknown, what: string): Promise<void> {
    try {
      await this.#store('readwrite', (store) => {
        change(store);
        return promisifyRequest(store.transaction);
      });
    } catch (cause) {
      if (isQuota(cause)) {
        throw new PackError('quota', `The browser has no room left to keep ${what}.`, { cause });
      }
      throw cause;
    }
  }
}

function isQuota(cause: unknown): boolean {
  return cause instanceof DOMException && cause.name === 'QuotaExceededError';
}
