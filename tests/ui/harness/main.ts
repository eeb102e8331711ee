/**
 * The screens with a made engine and made packs, for looking at them without weights: not part of the build.
 * `npx vite`, then /tests/ui/harness/index.html?installed&words=40&failure=out-of-memory&trouble=network&impression
 */
import { mount } from 'svelte';
import type { App as AppState } from '../../../src/app';
import { fileSorter, studyReader } from '../../../src/app/batch/readStudy';
import { Compare } from '../../../src/app/compare.svelte';
import { impressionWriters } from '../../../src/app/conclusions';
import { Consent } from '../../../src/app/consent.svelte';
import { Desk } from '../../../src/app/desk.svelte';
import { Drafts } from '../../../src/app/drafts.svelte';
import { FilmBatch } from '../../../src/app/filmBatch.svelte';
import { Models } from '../../../src/app/models.svelte';
import { PhraseBook } from '../../../src/app/phraseBook.svelte';
import { Privacy } from '../../../src/app/privacy.svelte';
import { Runtime } from '../../../src/app/runtime.svelte';
import { Studies } from '../../../src/app/studies.svelte';
import { Settings } from '../../../src/app/settings.svelte';
import { Tagging } from '../../../src/app/tagging.svelte';
import { TextBatch } from '../../../src/app/textBatch.svelte';
import { TextDesk } from '../../../src/app/textDesk.svelte';
import App from '../../../src/ui/App.svelte';
import { drawnFilm } from './film';
import { fakeInference, fakeModels } from './ports';

const query = new URLSearchParams(location.search);
const inference = fakeInference(
  Number(query.get('words') ?? 40),
  query.get('failure') ?? undefined,
  query.has('impression'),
);
const modelsPort = fakeModels(query.has('installed'), query.get('trouble') ?? undefined);
const settings = new Settings();
const models = new Models(modelsPort, settings);
const runtime = new Runtime(inference, models, settings);
const studies = new Studies();
const privacy = new Privacy(modelsPort, inference, localStorage, [studies]);
const desk = new Desk({ inference, models, runtime, settings, privacy });
const frontal = URL.createObjectURL(await drawnFilm('frontal', 1024, 1180));
const lateral = URL.createObjectURL(await drawnFilm('lateral', 900, 1180));
const tagging = new Tagging({ inference, models, runtime });
const drafts = new Drafts(studies, (text) => tagging.tag(text, 'report', new AbortController().signal));
const read = studyReader({ inference, models, runtime, settings, privacy });
const consent = new Consent();
if (query.has('installed') || query.has('accepted')) consent.accept();

const app: AppState = {
  consent,
  settings,
  models,
  runtime,
  privacy,
  desk,
  compare: new Compare({ inference, models, runtime, desk }),
  tagging,
  text: new TextDesk(tagging),
  batch: new TextBatch(tagging),
  drafts,
  impressionWriterOf: impressionWriters({ inference, models, runtime, desk }),
  studies,
  phraseBook: new PhraseBook(),
  filmBatch: new FilmBatch({ drafts, studies, read, sort: fileSorter({ inference, runtime, privacy }) }),
  inference,
  modelsPort,
  samples: async () =>
    ['Effusion on the right', 'Enlarged heart', 'No finding', 'Devices'].map((title, i) => ({
      id: `s${i}`,
      title,
      description: 'Composite of 40 registered films, frontal and lateral.',
      frontal,
      ...(i === 2 ? {} : { lateral }),
      thumbnail: frontal,
    })),
};
await models.refresh();
void runtime.start();
mount(App, { target: document.body, props: { app } });
Object.assign(globalThis, { desk, drawnFilm });
