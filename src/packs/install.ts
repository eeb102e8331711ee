import { download } from './download';
import { PackError } from './errors';
import { checkFile } from './integrity';
import { packName, type PackRef } from './listing';
import type { Manifest, PackFile } from './manifest';
import type { Offer, OfferedPack } from './offer';
import { ProgressMeter, type PackProgress } from './progress';
import type { PackStore } from './store';

export interface InstallOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: PackProgress) => void;
  /** Milliseconds before the second and third try of a file whose connection broke. */
  readonly retries?: readonly number[];
  /** Milliseconds without a byte after which a connection is held to be dead. */
  readonly stall?: number;
}

const RETRIES = [500, 2000] as const;

/** Bytes of all files of a pack. */
export function packBytes(manifest: Manifest): number {
  return manifest.files.reduce((sum, file) => sum + file.bytes, 0);
}

/**
 * Fetches packs of the site's offer, and the encoders that decoders among them need. Files that the cache holds
 * already are not fetched; each file is kept as soon as it is checked, so that a cancelled or failed install goes
 * on where it ended.
 * @throws PackError `missing` when the site does not offer a pack; `network`, `integrity`, `quota`, `aborted`
 */
export async function installPacks(
  store: PackStore,
  offer: Offer,
  packs: readonly PackRef[],
  options: InstallOptions = {},
): Promise<void> {
  const tell = options.onProgress ?? (() => undefined);
  const wanted = await withEncoders(store, offer, packs);
  const meters = wanted.map((pack) => new ProgressMeter(pack.manifest, packBytes(pack.manifest), tell));
  const held = await store.fileHashes();
  for (const [i, pack] of wanted.entries()) meters[i]?.at('waiting', heldBytes(pack.manifest, held));
  await checkRoom(wanted, held);
  for (const [i, pack] of wanted.entries()) {
    const meter = meters[i];
    if (meter) await installPack(store, pack, meter, options);
  }
}

async function installPack(
  store: PackStore,
  { manifest, card, folder }: OfferedPack,
  meter: ProgressMeter,
  options: InstallOptions,
): Promise<void> {
  let done = 0;
  for (const file of manifest.files) {
    if (!(await store.file(file.sha256))) {
      const before = done;
      const bytes = await fetchFile(folder + file.path, file, options, (received) =>
        meter.at('downloading', before + received),
      );
      meter.at('verifying', done + file.bytes);
      await checkFile(file, bytes, packName(manifest));
      throwIfAborted(options.signal);
      await store.putFile(file, bytes);
    }
    done += file.bytes;
  }
  throwIfAborted(options.signal);
  await store.putRecord({
    manifest,
    ...(card === undefined ? {} : { card }),
    origin: 'site',
    installedAt: new Date().toISOString(),
  });
  meter.at('done', done);
}

/** One file; a connection that breaks is tried again. */
async function fetchFile(
  url: string,
  file: PackFile,
  { signal, stall, retries = RETRIES }: InstallOptions,
  onBytes: (received: number) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await download(url, {
        bytes: file.bytes,
        onBytes,
        ...(signal ? { signal } : {}),
        ...(stall === undefined ? {} : { stall }),
      });
    } catch (cause) {
      const wait = retries[attempt];
      // An answer that is wrong (a 404, a web page) stays wrong; a broken connection may hold the next time.
      const broken = cause instanceof PackError && cause.code === 'network' && cause.cause !== undefined;
      if (!broken || wait === undefined) throw cause;
      await pause(wait, signal);
    }
  }
}

async function withEncoders(
  store: PackStore,
  offer: Offer,
  packs: readonly PackRef[],
): Promise<readonly OfferedPack[]> {
  const wanted = new Map<string, OfferedPack>();
  for (const pack of packs) {
    const offered = offeredPack(offer, pack);
    const { manifest } = offered;
    if (manifest.task === 'decoder' && !(await store.record(manifest.requires))) {
      wanted.set(packName(manifest.requires), offeredPack(offer, manifest.requires));
    }
    wanted.set(packName(pack), offered);
  }
  return [...wanted.values()];
}

function offeredPack(offer: Offer, pack: PackRef): OfferedPack {
  const found = offer.packs.find(({ manifest }) => packName(manifest) === packName(pack));
  if (!found) {
    throw new PackError(
      'missing',
      `This site does not offer ${packName(pack)}; it can be imported from a file.`,
    );
  }
  return found;
}

/** Bytes of a pack's files that the cache holds. */
export function heldBytes(manifest: Manifest, held: ReadonlySet<string>): number {
  return manifest.files.reduce((sum, file) => sum + (held.has(file.sha256) ? file.bytes : 0), 0);
}

/** Refuses a download that cannot fit before a byte of it is fetched. */
async function checkRoom(packs: readonly OfferedPack[], held: ReadonlySet<string>): Promise<void> {
  const needed = packs.reduce(
    (sum, { manifest }) => sum + packBytes(manifest) - heldBytes(manifest, held),
    0,
  );
  const estimate = await globalThis.navigator?.storage?.estimate?.();
  if (estimate?.quota === undefined || estimate.usage === undefined) return;
  const free = Math.max(0, estimate.quota - estimate.usage);
  if (needed > free) {
    const message = `The packs need room for ${mebibytes(needed)}, the browser has ${mebibytes(free)} left for this site.`;
    throw new PackError('quota', message);
  }
}

function mebibytes(bytes: number): string {
  return `${(bytes / 1048576).toFixed(1)} MiB`;
}

function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new PackError('aborted', 'The download was cancelled.');
}

function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      reject(new PackError('aborted', 'The download was cancelled.'));
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, milliseconds);
    signal?.addEventListener('abort', stop, { once: true });
  });
}
