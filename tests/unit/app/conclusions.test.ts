import { describe, expect, it } from 'vitest';
import { impressionWriters } from '../../../src/app/conclusions';
import type { ReadOptions } from '../../../src/app/clients/ports';
import type { StudyState } from '../../../src/app/states';
import type { Manifest } from '../../../src/packs/manifest';
import { tinyDecoder, tinyEncoder } from '../../fixtures/tiny-packs';
import { MadeInference } from '../../fixtures/ports';
import { madeReport } from '../../ui/harness/report';

const films = { frontal: new Blob(['frontal']), lateral: new Blob(['lateral']) };

async function made(impression: number | undefined, state?: StudyState) {
  const { manifest: encoder } = await tinyEncoder();
  const { manifest: decoder } = await tinyDecoder(2, impression === undefined ? {} : { impression });
  const report = madeReport(true, true);
  const models = [encoder, decoder].map(({ id, version }) => ({ id, version, sha256: '' }));
  const read = { ...report, provenance: { ...report.provenance, models } };
  const inference = new MadeInference();
  const asked: ReadOptions[] = [];
  inference.reading = async (options) => {
    asked.push(options);
    return read;
  };
  const ensured: string[] = [];
  const writers = impressionWriters({
    inference,
    models: { manifest: ({ id }): Manifest | undefined => [encoder, decoder].find((each) => each.id === id) },
    runtime: {
      ensure: async (packs) => {
        ensured.push(...packs.map(({ id }) => id));
      },
    },
    desk: { films, study: state ?? { kind: 'done', report: read } },
  });
  return { read, writers, asked, ensured, inference };
}

describe('writing an impression again', () => {
  it('reads the edited findings in with the films and the models of the report', async () => {
    const { read, writers, asked, ensured, inference } = await made(9);
    const write = writers(read)!;
    await write('Edited.', new AbortController().signal);
    expect(ensured).toEqual(['tiny-encoder', 'tiny-decoder']);
    expect(inference.calls).toEqual(['read pair']);
    expect(asked).toMatchObject([{ decoder: 'tiny-decoder', findings: 'Edited.' }]);
  });

  it('is not offered where the decoder writes none, or the films are another study’s', async () => {
    const silent = await made(undefined);
    expect(silent.writers(silent.read)).toBeUndefined();
    const { read, writers } = await made(9, { kind: 'done', report: madeReport(true, true) });
    expect(writers(read)).toBeUndefined();
    const empty = await made(9, { kind: 'empty' });
    expect(empty.writers(empty.read)).toBeUndefined();
  });
});
