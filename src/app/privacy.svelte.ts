import type { InferencePort, ModelsPort } from './clients/ports';
import type { CountedRequest, SealState, StoredItem } from './states';

/** A part of the app that keeps something in IndexedDB by itself. */
export interface KeptPart {
  stored(): Promise<readonly { readonly what: string; readonly bytes: number }[]>;
  /** Removes all of it. */
  wipe(): Promise<void>;
}

/** What a test of the privacy promise can see, and the means to wipe everything. */
export class Privacy {
  #models: ModelsPort;
  #inference: InferencePort;
  #storage: Storage;
  #parts: readonly KeptPart[];
  #requests = $state.raw<readonly CountedRequest[]>([]);
  #filmSince = $state<number | undefined>();
  #seal = $state.raw<SealState>({ kind: 'unknown' });
  #stored = $state.raw<readonly StoredItem[]>([]);

  constructor(
    models: ModelsPort,
    inference: InferencePort,
    storage: Storage = localStorage,
    parts: readonly KeptPart[] = [],
  ) {
    this.#parts = parts;
    this.#models = models;
    this.#inference = inference;
    this.#storage = storage;
  }

  /** When the last film was put on the desk, in milliseconds since the epoch. */
  get filmSince(): number | undefined {
    return this.#filmSince;
  }

  /** Every request since the app was opened, of the page, both workers and the service worker. */
  get requests(): readonly CountedRequest[] {
    return this.#requests;
  }

  /** The requests since the last film was put on the desk. */
  readonly requestsSinceFilm: readonly CountedRequest[] = $derived.by(() => {
    const since = this.#filmSince;
    return since === undefined ? [] : this.#requests.filter((request) => request.at >= since);
  });

  /** Their number. */
  readonly requestCount: number = $derived(this.requestsSinceFilm.length);

  /** Whether the inference worker was seen to be shut off from the network. */
  get seal(): SealState {
    return this.#seal;
  }

  /** What the app keeps on this machine; see `refreshStored`. */
  get stored(): readonly StoredItem[] {
    return this.#stored;
  }

  /** A film is about to be opened: requests are counted from now. */
  filmArrives(): void {
    this.#filmSince = performance.timeOrigin + performance.now();
  }

  /** Takes in one request that some part of the app made. */
  count(request: CountedRequest): void {
    this.#requests = [...this.#requests, request].slice(-LONGEST_LIST);
  }

  /** Has the inference worker try to reach the network by every way it knows; the outcome is in `seal`. */
  async testRefusal(): Promise<void> {
    this.#seal = { kind: 'testing' };
    try {
      const attempts = await this.#inference.tryNetwork();
      this.#seal = { kind: attempts.every((attempt) => attempt.refused) ? 'sealed' : 'open', attempts };
    } catch (cause) {
      this.#seal = { kind: 'unknown' };
      throw cause;
    }
  }

  /** Reads again what is stored. */
  async refreshStored(): Promise<void> {
    const { items } = await this.#models.storage();
    const kept = await Promise.all(this.#parts.map((part) => part.stored()));
    this.#stored = [
      ...[...items, ...kept.flat()].map((item) => ({ where: 'IndexedDB' as const, ...item })),
      ...this.#localItems(),
      ...(await cachedItems()),
    ];
  }

  /**
   * Removes everything the app stored: kept studies, packs, settings, the acceptance of the gate, the offline copy of the app.
   * The page should be loaded anew after that.
   */
  async wipe(): Promise<void> {
    for (const part of this.#parts) await part.wipe();
    await this.#models.wipe();
    for (const key of this.#ownKeys()) this.#storage.removeItem(key);
    if ('caches' in globalThis) {
      for (const name of await caches.keys()) if (name.startsWith('scribe-cxr')) await caches.delete(name);
    }
    const registrations = (await navigator.serviceWorker?.getRegistrations()) ?? [];
    for (const registration of registrations) await registration.unregister();
    await this.refreshStored();
  }

  #ownKeys(): string[] {
    return Object.keys(this.#storage).filter((key) => key.startsWith('scribe-cxr.'));
  }

  #localItems(): StoredItem[] {
    return this.#ownKeys().map((key) => ({
      where: 'localStorage',
      what: key,
      bytes: 2 * (key.length + (this.#storage.getItem(key)?.length ?? 0)),
    }));
  }
}

/** Requests kept in the list; older ones fall out. */
const LONGEST_LIST = 2000;

async function cachedItems(): Promise<StoredItem[]> {
  if (!('caches' in globalThis)) return [];
  const items: StoredItem[] = [];
  for (const name of await caches.keys()) {
    if (!name.startsWith('scribe-cxr')) continue;
    const cache = await caches.open(name);
    let bytes = 0;
    for (const response of await cache.matchAll()) bytes += (await response.blob()).size;
    items.push({ where: 'Cache Storage', what: name, bytes });
  }
  return items;
}
