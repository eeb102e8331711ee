/**
 * The browser's side of `npm run bench:tagging`: the shipped tagger in the app's own inference worker, with all its
 * threads, against looking at one film there.
 */
import { connectInference } from '../../src/app/clients/inference';
import { fetchOffer } from '../../src/packs/offer';
import { compare, type Outcome } from '../side-by-side';

/** 60 words, made up. */
const REPORT =
  'The heart is mildly enlarged. There is patchy opacity in the right lower lobe, which may represent pneumonia or ' +
  'atelectasis. Small left pleural effusion. No pneumothorax. A right-sided PICC line ends in the superior vena cava. ' +
  'Degenerative changes of the thoracic spine. Surgical clips are noted in the right upper quadrant. The mediastinal ' +
  'contours are normal. No acute bony abnormality.';

export interface TaggingFigures extends Outcome {
  readonly words: number;
  readonly threads: number;
}

/** Rounds of tagging and looking, in turn. */
async function bench(rounds: number): Promise<TaggingFigures> {
  const inference = connectInference(() => undefined);
  const { threads } = await inference.start('wasm');
  const { offer } = await fetchOffer(new URL('/models/', location.href).href);
  const decoder = offer.packs.find(({ manifest }) => manifest.id === offer.default.decoder)?.manifest;
  const encoder = decoder?.task === 'decoder' ? decoder.requires.id : undefined;
  for (const { manifest, folder } of offer.packs) {
    if (manifest.id !== encoder && manifest.id !== offer.default.tagger) continue;
    const files = await Promise.all(
      manifest.files.map(
        async ({ path }) => [path, await (await fetch(folder + path)).arrayBuffer()] as const,
      ),
    );
    await inference.loadPack(manifest, new Map(files));
  }
  const film = await (await fetch('/samples/normal-frontal.webp')).blob();
  const outcome = await compare(
    {
      name: 'tagging 60 words / looking at one film',
      first: { name: 'look at one film', run: () => inference.inspectFilm(film, 'film', encoder) },
      second: { name: 'tag 60 words', run: () => inference.tag(REPORT, 'report') },
    },
    rounds,
  );
  inference.stop();
  return { ...outcome, words: REPORT.split(/\s+/).length, threads };
}

Object.assign(globalThis, { bench });
