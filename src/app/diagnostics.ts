import { version } from '../../package.json';
import { searchName } from '../domain/search';
import type { App } from './app';
import { errorMessage } from './clients/errors';

/** Milliseconds the workers have to answer before the block goes without their part. */
const PATIENCE = 3000;

/**
 * One block of text to copy into a bug report: versions, backend and why, adapter, threads, isolation, storage,
 * timings. It holds nothing of a film: no name, no pixel, no word of a report.
 */
export async function diagnostics(app: App): Promise<string> {
  const [engine, storage] = await Promise.all([
    within(app.inference.diagnostics()),
    within(app.modelsPort.storage()),
  ]);
  const { runtime, models, settings, privacy, desk } = app;
  const rows: [string, string | number | boolean | undefined][] = [
    ['Scribe CXR', version],
    ['time', new Date().toISOString()],
    ['browser', navigator.userAgent],
    ['cores', navigator.hardwareConcurrency],
    ['language', navigator.language],
    ['screen', `${innerWidth} x ${innerHeight}, ratio ${devicePixelRatio}`],
    ['cross-origin isolated', runtime.isolated],
    ['service worker', navigator.serviceWorker?.controller ? 'in control' : 'not in control'],
    ['engine', describeRuntime(app)],
    ['preferred backend', runtime.preferred ?? 'best that works'],
    ...runtime.reasons.map(({ backend, reason }) => [`not ${backend}`, reason] as [string, string]),
    ['decoder', models.needed?.decoder.id],
    ['search', settings.search === undefined ? "the decoder's own" : searchName(settings.search)],
    ...models.packs
      .filter((pack) => pack.state.kind !== 'absent')
      .map(
        (pack) =>
          [`pack ${pack.id}`, `${pack.version} ${pack.state.kind} (${pack.origin})`] as [string, string],
      ),
    ['inference worker', privacy.seal.kind],
    ['requests since the film', privacy.requestCount],
    ['study', describeStudy(app)],
    ...stageRows(desk.lastFinished?.report.provenance.stages ?? {}),
  ];
  if (storage instanceof Error) rows.push(['storage', storage.message]);
  else {
    rows.push(['storage used', storage.usage], ['storage quota', storage.quota]);
    rows.push(['storage persistent', storage.persisted]);
  }
  if (engine instanceof Error) rows.push(['engine details', engine.message]);
  else
    rows.push(...Object.entries(engine).map(([key, value]) => [`engine ${key}`, value] as [string, string]));
  return rows
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}: ${String(value)}`)
    .join('\n');
}

function describeRuntime({ runtime: { state } }: App): string {
  if (state.kind === 'failed') return `failed, ${state.code}: ${state.message}`;
  if (state.kind !== 'running') return state.kind;
  return `${state.name}, ${state.threads} threads${state.adapter ? `, ${state.adapter}` : ''}`;
}

function describeStudy({ desk: { study } }: App): string {
  if (study.kind === 'failed') return `failed, ${study.code}: ${study.message}`;
  return study.kind === 'refused' ? `refused, ${study.code}` : study.kind;
}

function stageRows(stages: Readonly<Record<string, number>>): [string, string][] {
  return Object.entries(stages).map(([stage, ms]) => [`last study, ${stage}`, `${Math.round(ms)} ms`]);
}

/** The answer, or an Error that says why there is none: a dead worker must not take the block with it. */
async function within<T>(answer: Promise<T>): Promise<T | Error> {
  const late = new Promise<Error>((resolve) => setTimeout(() => resolve(new Error('no answer')), PATIENCE));
  return Promise.race([answer, late]).catch((cause: unknown) => new Error(errorMessage(cause)));
}
