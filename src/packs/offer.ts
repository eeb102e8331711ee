import * as v from 'valibot';
import { download, downloadJson } from './download';
import { PackError } from './errors';
import { packName, type PackRef } from './listing';
import { IndexSchema, ManifestSchema, parseIndex, parseManifest } from './manifest';

const OfferedSchema = v.object({
  manifest: ManifestSchema,
  card: v.optional(v.string()),
  /** URL of the pack's folder, ending in `/`. */
  folder: v.string(),
});

const OfferSchema = v.object({ default: IndexSchema.entries.default, packs: v.array(OfferedSchema) });

/** One pack on the site. */
export type OfferedPack = v.InferOutput<typeof OfferedSchema>;

/** What the site offers. */
export type Offer = v.InferOutput<typeof OfferSchema>;

const CARD_LIMIT = 256 * 1024;

/** Reads an offer that was kept for use offline; undefined when there is none or it is of another build. */
export function parseKeptOffer(kept: unknown): Offer | undefined {
  const parsed = v.safeParse(OfferSchema, kept);
  return parsed.success ? parsed.output : undefined;
}

/**
 * Reads the site's index and the manifest of every pack in it. A pack whose manifest cannot be had is left out
 * and named in `trouble`; the others stay usable.
 * @param base URL of the folder of `index.json`, ending in `/`
 * @throws PackError when the index itself cannot be had
 */
export async function fetchOffer(
  base: string,
  signal?: AbortSignal,
): Promise<{ offer: Offer; trouble?: PackError }> {
  const index = parseIndex(await downloadJson(new URL('index.json', base).href, signal));
  let trouble: PackError | undefined;
  const packs = await Promise.all(
    index.packs.map(async ({ id, version, path }) => {
      try {
        return await fetchOffered(base, { id, version }, path, signal);
      } catch (cause) {
        if (!(cause instanceof PackError)) throw cause;
        trouble ??= cause;
        return undefined;
      }
    }),
  );
  const offer = { default: index.default, packs: packs.filter((pack) => pack !== undefined) };
  return { offer, ...(trouble ? { trouble } : {}) };
}

async function fetchOffered(
  base: string,
  pack: PackRef,
  path: string,
  signal: AbortSignal | undefined,
): Promise<OfferedPack> {
  const folder = packFolder(base, path);
  const manifest = parseManifest(await downloadJson(`${folder}manifest.json`, signal));
  if (packName(manifest) !== packName(pack)) {
    throw new PackError(
      'schema',
      `${folder}manifest.json is that of ${packName(manifest)}, not ${packName(pack)}.`,
    );
  }
  const card = await fetchCard(folder, signal);
  return { manifest, folder, ...(card === undefined ? {} : { card }) };
}

/** URL of a pack's folder; it may not lie outside the folder of the index. */
function packFolder(base: string, path: string): string {
  const folder = new URL(path.endsWith('/') ? path : `${path}/`, base).href;
  if (!folder.startsWith(base))
    throw new PackError('schema', `index.json points outside its folder: ${path}`);
  return folder;
}

/** The card is for reading alone: a pack without one is still whole. */
async function fetchCard(folder: string, signal: AbortSignal | undefined): Promise<string | undefined> {
  try {
    const options = { limit: CARD_LIMIT, ...(signal ? { signal } : {}) };
    return new TextDecoder().decode(await download(`${folder}MODEL_CARD.md`, options));
  } catch (cause) {
    if (cause instanceof PackError && cause.code === 'network') return undefined;
    throw cause;
  }
}
