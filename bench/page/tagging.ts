/**
 * The browser's side of `npm run bench:tagging`: the shipped tagger in the app's own inference worker, with all its
 * threads, against looking at one film there.
 */
import { connectInference } from '../../src/app/clients/inference';
import { parseManifest } from '../../src/packs/manifest';
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

async function json<T>(path: string): Promise<T> {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return (await response.json()) as T;
}

/** Rounds of tagging and looking, in turn. */
async function bench(rounds: number): Promise<TaggingFigures> {
  const inference = connectInference(() => undefined);
  const { threads } = await inference.start('wasm');
  const index = await json<{ packs: { id: string; version: string }[] }>('/models/index.json');
  for (const { id, version } of index.packs) {
    const folder = `/models/${id}/${version}`;
    const manifest = parseManifest(await json(`${folder}/manifest.json`));
    if (manifest.task === 'decoder') continue;
    const files = await Promise.all(
      manifest.files.map(
        async ({ path }) => [path, await (await fetch(`${folder}/${path}`)).arrayBuffer()] as const,
      ),
    );
    await inference.loadPack(manifest, new Map(files));
  }
  const film = await (await fetch('/samples/normal-frontal.webp')).blob();
  const outcome = await compare(
    {
      name: 'tagging 60 words / looking at one film',
      first: { name: 'look at one film', run: () => inference.inspectFilm(film, 'film') },
      second: { name: 'tag 60 words', run: () => inference.tag(REPORT, 'report') },
    },
    rounds,
  );
  inference.stop();
  return { ...outcome, words: REPORT.split(/\s+/).length, threads };
}

Object.assign(globalThis, { bench });
