import { parseJson } from './download';
import { PackError } from './errors';
import { checkFile } from './integrity';
import { packName, type PackRef } from './listing';
import { parseManifest, type Manifest } from './manifest';
import type { PackStore } from './store';
import { extract, readDirectory } from './zip';

/** A pack that lies in an archive or a folder: its files by plain name. */
export interface PackSource {
  /** Bytes of a file as the source claims; undefined when it does not hold the file. */
  size(name: string): number | undefined;
  /** @throws PackError `schema`, `aborted` */
  read(name: string): Promise<Uint8Array<ArrayBuffer>>;
}

const LARGEST_ARCHIVE = 1 << 30;
const LARGEST_MANIFEST = 4 << 20;
const LARGEST_CARD = 256 << 10;
const MANIFEST = 'manifest.json';
const CARD = 'MODEL_CARD.md';

/** Opens a pack in a zip archive: manifest.json at its top or in its one folder. @throws PackError `schema` */
export async function openZip(zip: Blob, signal?: AbortSignal): Promise<PackSource> {
  if (zip.size > LARGEST_ARCHIVE) throw new PackError('schema', 'The archive is larger than 1 GiB.');
  const entries = await readDirectory(zip);
  const folder = packFolder(entries.map((entry) => entry.name));
  const byName = new Map(entries.map((entry) => [entry.name, entry]));
  return {
    size: (name) => byName.get(folder + name)?.bytes,
    read: (name) => {
      const entry = byName.get(folder + name);
      if (!entry) throw new PackError('schema', `The archive holds no ${name}.`);
      return extract(zip, entry, signal);
    },
  };
}

/** Opens a pack in the files of a folder, as a folder picker or a drop gives them. @throws PackError `schema` */
export function openFolder(files: readonly File[]): PackSource {
  const byPath = new Map(files.map((file) => [file.webkitRelativePath || file.name, file]));
  const folder = packFolder([...byPath.keys()]);
  return {
    size: (name) => byPath.get(folder + name)?.size,
    read: async (name) => {
      const file = byPath.get(folder + name);
      if (!file) throw new PackError('schema', `The folder holds no ${name}.`);
      return new Uint8Array(await file.arrayBuffer());
    },
  };
}

/**
 * Takes a pack in: its manifest is parsed, every file it lists is checked by length before it is unpacked and by
 * SHA-256 after. Files that it does not list are left where they are. Nothing is kept of a pack that fails.
 * @throws PackError `schema`, `integrity`, `quota`, `aborted`
 */
export async function importPack(
  store: PackStore,
  source: PackSource,
  known: readonly Manifest[],
  signal?: AbortSignal,
): Promise<PackRef> {
  const manifest = await readManifest(source);
  const name = packName(manifest);
  const offered = known.find((other) => packName(other) === name);
  if (offered && !sameFiles(offered, manifest)) {
    const message = `Another pack called ${name} is known here. An own pack needs an id or version of its own.`;
    throw new PackError('schema', message);
  }
  for (const file of manifest.files) {
    const size = source.size(file.path);
    if (size === undefined)
      throw new PackError('schema', `${name} lacks ${file.path}, which its manifest lists.`);
    if (size !== file.bytes) {
      throw new PackError(
        'integrity',
        `${file.path} of ${name} has ${size} bytes, its manifest says ${file.bytes}.`,
      );
    }
  }
  const card = await readCard(source);
  const held = await store.fileHashes();
  const kept: string[] = [];
  try {
    for (const file of manifest.files) {
      if (signal?.aborted) throw new PackError('aborted', 'The import was cancelled.');
      const bytes = await source.read(file.path);
      await checkFile(file, bytes, name);
      await store.putFile(file, bytes);
      if (!held.has(file.sha256)) kept.push(file.sha256);
    }
    await store.putRecord({
      manifest,
      ...(card === undefined ? {} : { card }),
      origin: offered ? 'site' : 'imported',
      installedAt: new Date().toISOString(),
    });
  } catch (cause) {
    for (const hash of kept) await store.dropFile(hash);
    throw cause;
  }
  return { id: manifest.id, version: manifest.version };
}

async function readManifest(source: PackSource): Promise<Manifest> {
  if ((source.size(MANIFEST) ?? 0) > LARGEST_MANIFEST) {
    throw new PackError('schema', `${MANIFEST} is larger than 4 MiB.`);
  }
  const manifest = parseManifest(parseJson(await source.read(MANIFEST), MANIFEST));
  if (!manifest.files.some((file) => file.path === 'weights.bin')) {
    throw new PackError('schema', `${packName(manifest)} lists no weights.bin.`);
  }
  return manifest;
}

async function readCard(source: PackSource): Promise<string | undefined> {
  const size = source.size(CARD);
  if (size === undefined || size > LARGEST_CARD) return undefined;
  return new TextDecoder().decode(await source.read(CARD));
}

function sameFiles(a: Manifest, b: Manifest): boolean {
  const hashes = (manifest: Manifest): string =>
    manifest.files
      .map((file) => `${file.path} ${file.sha256}`)
      .sort()
      .join('\n');
  return hashes(a) === hashes(b);
}

/** Folder of the one manifest.json among the paths, `` or ending in `/`. */
function packFolder(paths: readonly string[]): string {
  const found = paths.filter((path) => path === MANIFEST || /^[^/]+\/manifest\.json$/.test(path));
  const path = found[0];
  if (path === undefined) {
    throw new PackError('schema', 'There is no manifest.json at the top of it: this is no model pack.');
  }
  if (found.length > 1) throw new PackError('schema', 'It holds more than one pack. Import them one by one.');
  return path.slice(0, -MANIFEST.length);
}
