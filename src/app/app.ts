import { connectInference } from './clients/inference';
import { connectModels } from './clients/models';
import type { InferencePort, ModelsPort } from './clients/ports';
import { fileSorter, studyReader } from './batch/readStudy';
import { Compare } from './compare.svelte';
import { impressionWriters } from './conclusions';
import { Consent } from './consent.svelte';
import { Desk } from './desk.svelte';
import { Drafts } from './drafts.svelte';
import { FilmBatch } from './filmBatch.svelte';
import { Models } from './models.svelte';
import { PhraseBook } from './phraseBook.svelte';
import { Privacy } from './privacy.svelte';
import { hearServiceWorker, watchRequests } from './requestLog';
import { Runtime } from './runtime.svelte';
import { beforeFilms } from './background';
import { fetchThumbnails, loadSamples, type Sample } from './samples';
import { Settings } from './settings.svelte';
import type { CountedRequest } from './states';
import { Studies } from './studies.svelte';
import { Tagging } from './tagging.svelte';
import { TextBatch } from './textBatch.svelte';
import { TextDesk } from './textDesk.svelte';

/** The whole application state; `src/ui/App.svelte` takes it as its one property `app`. */
export interface App {
  readonly consent: Consent;
  readonly settings: Settings;
  readonly models: Models;
  readonly runtime: Runtime;
  readonly privacy: Privacy;
  readonly desk: Desk;
  /** Several models on the study of the desk. */
  readonly compare: Compare;
  /** The tagger alone, for texts without a film. */
  readonly tagging: Tagging;
  readonly text: TextDesk;
  readonly batch: TextBatch;
  /** What the user makes of the reports. */
  readonly drafts: Drafts;
  /** Lets the model write the impression of the report on the desk again. */
  readonly impressionWriterOf: ReturnType<typeof impressionWriters>;
  /** The studies kept on this machine: none, unless the user says so. */
  readonly studies: Studies;
  readonly phraseBook: PhraseBook;
  /** Many studies at once. */
  readonly filmBatch: FilmBatch;
  /** The bundled sample studies. @throws PackError `network`, `schema` */
  samples(): Promise<readonly Sample[]>;
  /** The two workers themselves, for `diagnostics`. */
  readonly inference: InferencePort;
  readonly modelsPort: ModelsPort;
}

/** Starts the engine, and loads the packs as soon as they are installed: a film then is read at once. */
async function warmUp(runtime: Runtime, models: Models): Promise<void> {
  await runtime.start();
  await models.whenReady(new AbortController().signal);
  if (models.needed) await runtime.ensure(Object.values(models.needed));
}

/**
 * Builds the state and sets it going: the list of packs is read, and the engine is started so that nothing needs
 * to be fetched once a film is there.
 */
export function createApp(): App {
  let tell: (request: CountedRequest) => void = () => undefined;
  const inference = connectInference((request) => tell(request));
  const modelsPort = connectModels((request) => tell(request));
  const settings = new Settings();
  const models = new Models(modelsPort, settings);
  const runtime = new Runtime(inference, models, settings);
  models.whenRemoved((id) => void runtime.forget(id));
  const studies = new Studies();
  const privacy = new Privacy(modelsPort, inference, localStorage, [studies]);
  tell = (request) => privacy.count(request);
  watchRequests('page', tell);
  hearServiceWorker(tell);
  const desk = new Desk({ inference, models, runtime, settings, privacy });
  const tagging = new Tagging({ inference, models, runtime });
  const drafts = new Drafts(studies, (text) => tagging.tag(text, 'report', new AbortController().signal));
  const read = studyReader({ inference, models, runtime, settings, privacy });
  const app: App = {
    consent: new Consent(),
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
    samples: () => {
      const listed = loadSamples(new URL(import.meta.env.BASE_URL, location.href).href);
      beforeFilms(listed.then(fetchThumbnails));
      return listed;
    },
    inference,
    modelsPort,
  };
  void models.refresh();
  // Trouble is told by `runtime.state` and by the state of the packs.
  warmUp(runtime, models).catch(() => undefined);
  return app;
}
