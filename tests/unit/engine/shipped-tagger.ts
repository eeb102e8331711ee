import { MODELS_FOLDER, PackFolder } from '../../../cli/packs-node';
import { Tagger } from '../../../src/engine/tagger/tagger';
import type { TaggerManifest } from '../../../src/packs/manifest';

/** The site's default tagger; `change` may alter its architecture before it is loaded. A backend must run. */
export async function shippedTagger(
  change: (architecture: TaggerManifest['architecture']) => void = () => undefined,
): Promise<Tagger> {
  const folder = await PackFolder.open(MODELS_FOLDER);
  const { manifest, files } = await folder.load(folder.index.default.tagger);
  if (manifest.task !== 'tagger') throw new TypeError(`${manifest.id} is no tagger`);
  const changed = structuredClone(manifest);
  change(changed.architecture);
  return new Tagger(changed, { weights: files.get('weights.bin')!, vocabulary: files.get('vocab.json')! });
}
