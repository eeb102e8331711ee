import type { Report } from '../domain/report';
import type { PackRef } from '../packs/listing';
import type { InferencePort } from './clients/ports';
import type { Desk } from './desk.svelte';
import type { Models } from './models.svelte';
import type { Runtime } from './runtime.svelte';

/** Writes an impression from findings as they stand: the report that has them and the impression. */
export type ImpressionWriter = (findings: string, signal: AbortSignal) => Promise<Report>;

/**
 * Lets the decoder of a report write its impression again, from findings that were edited.
 * @returns a function that gives undefined where that cannot be done: the films of the report do not lie on the desk,
 *   or its decoder writes no impressions. What it gives throws EngineError, PackError `missing`, WorkerError
 */
export function impressionWriters(parts: {
  readonly inference: Pick<InferencePort, 'read'>;
  readonly models: Pick<Models, 'manifest'>;
  readonly runtime: Pick<Runtime, 'ensure'>;
  readonly desk: Pick<Desk, 'study' | 'films'>;
}): (report: Report) => ImpressionWriter | undefined {
  const { inference, models, runtime, desk } = parts;
  return (report) => {
    const { films, study } = desk;
    const used: readonly PackRef[] = report.provenance.models;
    const decoder = used.map((ref) => models.manifest(ref)).find((manifest) => manifest?.task === 'decoder');
    if (!films || study.kind !== 'done' || study.report !== report) return undefined;
    if (decoder?.task !== 'decoder' || !decoder.decoding.impression) return undefined;
    return async (findings, signal) => {
      await runtime.ensure(used, signal);
      return inference.read(films.frontal, films.lateral, {
        decoder: decoder.id,
        findings,
        signal,
        onStage: () => undefined,
        onWord: () => undefined,
      });
    };
  };
}
