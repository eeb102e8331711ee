import { compareVersions, type ListedPack } from '../packs/listing';
import type { PackProgress } from '../packs/progress';
import type { PackState, PackStatus } from './states';

/**
 * One pack as the screens show it.
 * @param needed  part of what a study needs
 * @param passing where it stands in a download, when it is part of one
 */
export function packState(
  { manifest, card, origin, installed, missingBytes }: ListedPack,
  needed: boolean,
  passing: PackStatus | undefined,
): PackState {
  return {
    id: manifest.id,
    version: manifest.version,
    title: manifest.title,
    task: manifest.task,
    bytes: sum(manifest.files, (file) => file.bytes),
    missingBytes,
    licence: manifest.licence,
    sources: manifest.sources.map(({ name, licence, url }) => ({
      name,
      licence,
      ...(url === undefined ? {} : { url }),
    })),
    description: manifest.description,
    figures: manifest.figures,
    ...(card === undefined ? {} : { card }),
    ...(manifest.task === 'decoder' ? { requires: manifest.requires } : {}),
    needed,
    origin,
    state: passing ?? { kind: installed ? 'installed' : 'absent' },
  };
}

/** Where a pack stands that is being fetched; undefined when it is done. */
export function passingStatus({ phase, bytes, total, rate }: PackProgress): PackStatus | undefined {
  if (phase === 'done') return undefined;
  return phase === 'verifying' ? { kind: 'verifying' } : { kind: 'downloading', bytes, total, rate };
}

const TASK_ORDER = { encoder: 0, decoder: 1, tagger: 2 } as const;

/** Order of the list: needed packs first, then by task and id, the newest version first. */
export function byUse(a: PackState, b: PackState): number {
  return (
    Number(b.needed) - Number(a.needed) ||
    TASK_ORDER[a.task] - TASK_ORDER[b.task] ||
    a.id.localeCompare(b.id) ||
    compareVersions(b.version, a.version)
  );
}

export function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}
