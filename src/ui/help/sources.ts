import type { PackState } from '../../app';

/** A collection with the packs that were trained on it. */
export interface UsedSource {
  readonly name: string;
  readonly licence: string;
  readonly url?: string;
  readonly usedBy: readonly string[];
}

/** The sources of all packs, each once, in the order they are first named. Only https links are kept. */
export function sourcesOf(packs: readonly Pick<PackState, 'id' | 'sources'>[]): UsedSource[] {
  const found = new Map<string, UsedSource>();
  for (const pack of packs) {
    for (const { name, licence, url } of pack.sources) {
      const known = found.get(name);
      const usedBy = [...new Set([...(known?.usedBy ?? []), pack.id])];
      const link = known?.url ?? (url?.startsWith('https://') ? url : undefined);
      found.set(name, { name, licence: known?.licence ?? licence, usedBy, ...(link ? { url: link } : {}) });
    }
  }
  return [...found.values()];
}
