import type { GivenFile, Offer } from '../../domain/intake';
import type { Report } from '../../domain/report';
import { PackError } from '../../packs/errors';
import { WorkerError } from '../clients/errors';
import type { InferencePort } from '../clients/ports';
import { viewWarning } from '../filmChecks';
import type { Models } from '../models.svelte';
import type { Privacy } from '../privacy.svelte';
import type { Runtime } from '../runtime.svelte';
import type { Settings } from '../settings.svelte';
import type { FilmState } from '../states';
import type { BatchFilms } from './studies';

/** The films of a study lie in the wrong slots; the code is that of the view warning. */
export class ViewError extends Error {
  override readonly name = 'ViewError';
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/**
 * Reads studies without the desk, under the same conditions: models installed, the worker shut off from the
 * network, requests counted from the film on, frontal and lateral in their slots.
 * @returns a function that throws PackError `missing`, WorkerError, EngineError, FilmError, ViewError
 */
export function studyReader(parts: {
  readonly inference: InferencePort;
  readonly models: Models;
  readonly runtime: Runtime;
  readonly settings: Settings;
  readonly privacy: Privacy;
}): (films: BatchFilms, signal: AbortSignal) => Promise<Report> {
  const { inference, models, runtime, settings, privacy } = parts;
  return async ({ frontal, lateral }, signal) => {
    const { needed } = models;
    if (!needed || !models.ready) throw new PackError('missing', 'The models are not installed.');
    await runtime.ensure([needed.encoder, needed.decoder, needed.tagger], signal);
    mustBeSealed(runtime);
    privacy.filmArrives();
    const { search } = settings;
    const report = await inference.read(frontal.file, lateral?.file, {
      decoder: needed.decoder.id,
      ...(search === undefined ? {} : { search }),
      signal,
      onStage: () => undefined,
      onWord: () => undefined,
    });
    const manifest = models.manifest(needed.encoder);
    const warning =
      manifest?.task === 'encoder'
        ? viewWarning(seen(report, 'frontal'), seen(report, 'lateral'), manifest.gate)
        : undefined;
    if (warning) throw new ViewError(warning.kind, warning.message);
    return report;
  };
}

/**
 * Sorts files into studies by what is in them, in the worker that has no network.
 * @returns a function that throws WorkerError `not-sealed`, `worker-died`
 */
export function fileSorter(parts: {
  readonly inference: InferencePort;
  readonly runtime: Runtime;
  readonly privacy: Privacy;
}): (files: readonly GivenFile[]) => Promise<Offer> {
  const { inference, runtime, privacy } = parts;
  return async (files) => {
    await runtime.start();
    mustBeSealed(runtime);
    privacy.filmArrives();
    return inference.sortFiles(files, () => undefined, new AbortController().signal);
  };
}

function mustBeSealed(runtime: Runtime): void {
  if (runtime.sealed === false) {
    throw new WorkerError('not-sealed', 'The worker is not shut off from the network.');
  }
}

function seen({ quality }: Report, slot: 'frontal' | 'lateral'): FilmState {
  const found = quality[slot];
  if (!found) return { kind: 'empty' };
  return { kind: 'ready', name: slot, url: '', width: 0, height: 0, quality: found };
}
