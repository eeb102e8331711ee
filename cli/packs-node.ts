import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PackFiles } from '../src/engine';
import { PackError } from '../src/packs/errors';
import { parseIndex, parseManifest, type Manifest, type PackIndex } from '../src/packs/manifest';

/** The packs of the repository. */
export const MODELS_FOLDER = fileURLToPath(new URL('../public/models', import.meta.url));

export interface LoadedPack {
  readonly manifest: Manifest;
  readonly files: PackFiles;
}

/** A folder of packs with its index.json. */
export class PackFolder {
  private constructor(
    readonly folder: string,
    readonly index: PackIndex,
  ) {}

  /** @throws PackError `missing`, `schema` */
  static async open(folder: string): Promise<PackFolder> {
    return new PackFolder(folder, parseIndex(await readJson(join(folder, 'index.json'))));
  }

  /**
   * One pack, every file checked against its manifest.
   * @param version  the one listed last when absent
   * @throws PackError `missing`, `schema`, `integrity`
   */
  async load(id: string, version?: string): Promise<LoadedPack> {
    const entry = this.index.packs.findLast(
      (pack) => pack.id === id && (version ?? pack.version) === pack.version,
    );
    if (!entry)
      throw new PackError('missing', `${this.folder} has no pack ${id}${version ? ` ${version}` : ''}`);
    const folder = join(this.folder, entry.path);
    const manifest = parseManifest(await readJson(join(folder, 'manifest.json')));
    const files = new Map<string, ArrayBuffer>();
    for (const { path, bytes, sha256 } of manifest.files) {
      const data = await readBytes(join(folder, path));
      const isWhole = data.length === bytes && createHash('sha256').update(data).digest('hex') === sha256;
      if (!isWhole) throw new PackError('integrity', `${join(folder, path)} is not the file of the manifest`);
      files.set(path, data.buffer.slice(data.byteOffset, data.byteOffset + data.length) as ArrayBuffer);
    }
    return { manifest, files };
  }
}

async function readJson(path: string): Promise<unknown> {
  const bytes = await readBytes(path);
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch (cause) {
    throw new PackError('schema', `${path} is no JSON`, { cause });
  }
}

async function readBytes(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw new PackError('missing', `${path} cannot be read`, { cause });
  }
}
