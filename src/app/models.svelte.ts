/* eslint-disable svelte/prefer-svelte-reactivity -- maps, sets and dates here are plain values: state is replaced as a whole */
import type { Search } from '../domain/search';
import { ownSearch, type Manifest } from '../packs/manifest';
import { compareVersions, packName, type ListedPack, type PackListing, type PackRef } from '../packs/listing';
import type { PackProgress } from '../packs/progress';
import { errorCode, errorMessage } from './clients/errors';
import type { ModelsPort, PackBytes } from './clients/ports';
import { byUse, packState, passingStatus, sum } from './packStates';
import type { Settings } from './settings.svelte';
import type { CatalogueState, PackState, PackStatus } from './states';

/** The packs a study is read with. */
export interface NeededPacks {
  readonly encoder: PackRef;
  readonly decoder: PackRef;
  readonly tagger: PackRef;
}

/** The model packs: what the site offers, what is installed, and the download that runs. */
export class Models {
  #port: ModelsPort;
  #settings: Settings;
  #listing = $state.raw<PackListing>({ packs: [] });
  #known = $state(false);
  #trouble = $state.raw<{ code: string; message: string } | undefined>();
  /** Packs that are being fetched or that failed, by `id@version`; the listing says the rest. */
  #passing = $state.raw<ReadonlyMap<string, PackStatus>>(new Map());
  #job = $state.raw<AbortController | undefined>();
  #waiting = new Set<() => void>();
  /** Packs of the running download whose turn has come and that are not finished. */
  #begun = new Set<string>();

  #onRemoved: (id: string) => void = () => undefined;

  constructor(port: ModelsPort, settings: Settings) {
    this.#port = port;
    this.#settings = settings;
  }

  /** Has `listener` called with the id of every pack that is removed. */
  whenRemoved(listener: (id: string) => void): void {
    this.#onRemoved = listener;
  }

  /** Every known pack: those needed first, then by task and id, newest version first. */
  readonly packs: readonly PackState[] = $derived.by(() => {
    const needed = new Set(Object.values(this.needed ?? {}).map(packName));
    return this.#listing.packs
      .map((listed) => {
        const name = packName(listed.manifest);
        return packState(listed, needed.has(name), this.#passing.get(name));
      })
      .sort(byUse);
  });

  /** The decoders one may choose from, by id. */
  readonly decoders: readonly PackState[] = $derived(this.packs.filter((pack) => pack.task === 'decoder'));

  /** Packs of the chosen decoder, its encoder and the default tagger; undefined while the offer is unknown. */
  readonly needed: NeededPacks | undefined = $derived.by(() => {
    const site = this.#listing.default;
    const decoder =
      (this.#settings.decoder === undefined ? undefined : this.#best('decoder', this.#settings.decoder)) ??
      this.#best('decoder', site?.decoder);
    const tagger = this.#best('tagger', site?.tagger);
    if (decoder?.task !== 'decoder' || !tagger) return undefined;
    return { encoder: decoder.requires, decoder: refOf(decoder), tagger: refOf(tagger) };
  });

  /** The site's default decoder and why it is that one; undefined while the offer is unknown. */
  readonly byDefault: PackListing['default'] = $derived(this.#listing.default);

  /** True when everything a study needs is installed. */
  readonly ready: boolean = $derived.by(() => {
    const needed = this.needed;
    return needed !== undefined && Object.values(needed).every((ref: PackRef) => this.#find(ref)?.installed);
  });

  readonly catalogue: CatalogueState = $derived.by(() => {
    if (this.#trouble) return { kind: 'failed', ...this.#trouble };
    return this.#known ? { kind: 'ready' } : { kind: 'loading' };
  });

  /** Bytes of all packs a study needs. */
  readonly totalBytes: number = $derived(sum(this.packs, (pack) => (pack.needed ? pack.bytes : 0)));

  /** Bytes of them that are still to be fetched. */
  readonly missingBytes: number = $derived(sum(this.packs, (pack) => (pack.needed ? pack.missingBytes : 0)));

  /** True while a download or an import runs. */
  readonly busy: boolean = $derived(this.#job !== undefined);

  /** The manifest of a known pack. */
  manifest(ref: PackRef): Manifest | undefined {
    return this.#find(ref)?.manifest;
  }

  /** The search that a decoder is meant for; greedy of a pack that is not known. */
  ownSearch(decoder: PackRef): Search {
    const manifest = this.manifest(decoder);
    return manifest?.task === 'decoder' ? ownSearch(manifest.decoding) : 1;
  }

  /** The search that a decoder is asked for: the user's choice, or what it is meant for. */
  searchFor(decoder: PackRef): Search {
    return this.#settings.search ?? this.ownSearch(decoder);
  }

  /**
   * Reads the cache again, and the site's offer when it is not known yet. Trouble is told in `catalogue`.
   * @param fresh asks the site again, for new versions
   */
  async refresh(fresh = false): Promise<void> {
    try {
      this.#listing = await this.#port.list(fresh);
      const trouble = this.#listing.trouble;
      this.#trouble = this.#listing.packs.length === 0 && trouble ? { ...trouble } : undefined;
      this.#known = true;
    } catch (cause) {
      this.#trouble = { code: errorCode(cause), message: errorMessage(cause) };
    }
    if (this.ready) for (const wake of [...this.#waiting]) wake();
  }

  /**
   * Downloads packs, by default those a study needs that are not installed. Never throws: each pack's state
   * says how it went. Finished files outlive a cancel or a failure.
   */
  async install(packs: readonly PackRef[] = this.#missing()): Promise<void> {
    if (this.#job || packs.length === 0) return;
    await this.#work(packs, (signal) =>
      this.#port.install(packs, { signal, onProgress: (progress) => this.#onProgress(progress) }),
    );
  }

  /** Stops the download; what is finished stays. */
  cancel(): void {
    this.#job?.abort();
  }

  async remove(pack: PackRef): Promise<void> {
    await this.#port.remove({ id: pack.id, version: pack.version });
    this.#onRemoved(pack.id);
    this.#mark([pack], undefined);
    await this.refresh();
  }

  /**
   * Takes in a pack from a zip file.
   * @throws PackError `schema`, `integrity`, `quota`, `aborted`
   */
  async importFile(zip: Blob): Promise<PackRef> {
    return this.#import((signal) => this.#port.importZip(zip, signal));
  }

  /** The same from the files of a folder. */
  async importFolder(files: readonly File[]): Promise<PackRef> {
    return this.#import((signal) => this.#port.importFolder(files, signal));
  }

  /** Checks every byte of an installed pack; answers the names of damaged files, which are dropped. */
  async verify(pack: PackRef): Promise<readonly string[]> {
    const ref = { id: pack.id, version: pack.version };
    this.#mark([ref], { kind: 'verifying' });
    const damaged = await this.#port.verify(ref).finally(() => this.#mark([ref], undefined));
    if (damaged.length > 0) {
      const message = `${damaged.join(', ')} of ${packName(ref)} had changed on disk and was dropped.`;
      this.#mark([ref], { kind: 'failed', code: 'integrity', message });
    }
    await this.refresh();
    return damaged;
  }

  /**
   * Bytes of an installed pack. A file that was damaged on disk is dropped and the pack marked as failed; the next
   * `install` fetches that file again. It is not fetched here: a film may lie on the desk, and then nothing is
   * requested that the user did not ask for.
   * @throws PackError `integrity`, `missing`
   */
  async bytes(ref: PackRef): Promise<PackBytes> {
    try {
      return await this.#port.files(ref);
    } catch (cause) {
      const code = errorCode(cause);
      const told = this.#passing.get(packName(ref));
      // A second try finds the dropped file missing; what the user needs to know is why it was dropped.
      if (!(code === 'missing' && told?.kind === 'failed' && told.code === 'integrity')) {
        this.#mark([ref], { kind: 'failed', code, message: errorMessage(cause) });
      }
      await this.refresh();
      throw cause;
    }
  }

  /** Resolves when everything a study needs is installed. @throws the signal's reason */
  async whenReady(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.ready) return;
    await new Promise<void>((resolve, reject) => {
      const settle = (): void => {
        this.#waiting.delete(settle);
        signal.removeEventListener('abort', settle);
        if (signal.aborted) reject(signal.reason as Error);
        else resolve();
      };
      this.#waiting.add(settle);
      signal.addEventListener('abort', settle);
    });
  }

  async #import(take: (signal: AbortSignal) => Promise<PackRef>): Promise<PackRef> {
    this.#job?.abort();
    const job = new AbortController();
    this.#job = job;
    try {
      const ref = await take(job.signal);
      this.#mark([ref], undefined);
      return ref;
    } finally {
      if (this.#job === job) this.#job = undefined;
      await this.refresh();
    }
  }

  async #work(packs: readonly PackRef[], run: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const job = new AbortController();
    this.#job = job;
    this.#begun.clear();
    this.#mark(packs, undefined);
    try {
      await run(job.signal);
    } catch (cause) {
      const failed = errorCode(cause);
      const unfinished = packs.filter((pack) => this.#begun.has(packName(pack)));
      this.#mark(packs, undefined);
      this.#mark(unfinished.length > 0 ? unfinished : packs, {
        kind: 'failed',
        code: failed,
        message: errorMessage(cause),
      });
      if (failed === 'aborted') this.#mark(packs, undefined);
    } finally {
      if (this.#job === job) this.#job = undefined;
      await this.refresh();
    }
  }

  #onProgress(progress: PackProgress): void {
    const done = progress.phase === 'done';
    if (done) this.#begun.delete(packName(progress));
    else if (progress.phase !== 'waiting') this.#begun.add(packName(progress));
    this.#mark([progress], passingStatus(progress), done);
  }

  /** Sets or clears the passing state of packs; `installed` also notes it in the listing. */
  #mark(packs: readonly PackRef[], status: PackStatus | undefined, installed = false): void {
    const next = new Map(this.#passing);
    for (const pack of packs) {
      if (status) next.set(packName(pack), status);
      else next.delete(packName(pack));
    }
    this.#passing = next;
    if (!installed) return;
    const names = new Set(packs.map(packName));
    this.#listing = {
      ...this.#listing,
      packs: this.#listing.packs.map((listed) =>
        names.has(packName(listed.manifest)) ? { ...listed, installed: true, missingBytes: 0 } : listed,
      ),
    };
  }

  #missing(): readonly PackRef[] {
    return Object.values(this.needed ?? {}).filter((ref: PackRef) => !this.#find(ref)?.installed);
  }

  #find(ref: PackRef): ListedPack | undefined {
    return this.#listing.packs.find(({ manifest }) => packName(manifest) === packName(ref));
  }

  /** The newest version of a pack by id: an installed one first, so that an update never takes the desk away. */
  #best(task: Manifest['task'], id: string | undefined): Manifest | undefined {
    return this.#listing.packs
      .filter(({ manifest }) => manifest.task === task && (id === undefined || manifest.id === id))
      .sort(
        (a, b) =>
          Number(b.installed) - Number(a.installed) ||
          compareVersions(b.manifest.version, a.manifest.version),
      )[0]?.manifest;
  }
}

function refOf({ id, version }: PackRef): PackRef {
  return { id, version };
}
