import { beforeEach, describe, expect, it } from 'vitest';
import { Compare } from '../../../src/app/compare.svelte';
import type { ReadOptions } from '../../../src/app/clients/ports';
import { Desk } from '../../../src/app/desk.svelte';
import { Models } from '../../../src/app/models.svelte';
import { Privacy } from '../../../src/app/privacy.svelte';
import { Runtime } from '../../../src/app/runtime.svelte';
import { Settings } from '../../../src/app/settings.svelte';
import { EngineError } from '../../../src/engine/errors';
import { packName } from '../../../src/packs/listing';
import { madePack } from '../../fixtures/packs';
import { MadeInference, MadeModels, madeReport, madeStorage } from '../../fixtures/ports';

const FILM = new Blob(['film']);
let inference: MadeInference;
let desk: Desk;
let compare: Compare;

async function make(decoders: readonly string[]): Promise<void> {
  const packs = await Promise.all([
    madePack('encoder'),
    madePack('tagger'),
    ...decoders.map((id) => madePack('decoder', { id })),
  ]);
  inference = new MadeInference();
  const port = new MadeModels(packs);
  for (const { manifest } of packs) port.installed.add(packName(manifest));
  const storage = madeStorage();
  const settings = new Settings(storage);
  const models = new Models(port, settings);
  const runtime = new Runtime(inference, models, settings);
  const privacy = new Privacy(port, inference, storage);
  desk = new Desk({ inference, models, runtime, settings, privacy });
  compare = new Compare({ inference, models, runtime, desk });
  await models.refresh();
}

function chosen(): string[] {
  return compare.readers.map(({ decoder, search }) => `${decoder.id} ${search}`);
}

beforeEach(() => make(['made-decoder']));

describe('who is compared', () => {
  it('is one model searching in its two ways where there is one model', () => {
    expect(chosen()).toEqual(['made-decoder 3', 'made-decoder 1']);
    expect(compare.alike).toBe(false);
    compare.add();
    expect(chosen()).toEqual(['made-decoder 3', 'made-decoder 1', 'made-decoder consensus']);
  });

  it('is two models where there are two, the one in use first, each as it is meant to search', async () => {
    await make(['made-decoder', 'another']);
    expect(chosen()).toEqual(['made-decoder 3', 'another 3']);
    compare.add();
    expect(chosen()).toEqual(['made-decoder 3', 'another 3', 'made-decoder 1']);
    compare.add();
    expect(chosen()).toHaveLength(3);
    compare.remove(0);
    expect(chosen()).toEqual(['another 3', 'made-decoder 1']);
    compare.remove(0);
    expect(chosen()).toHaveLength(2);
  });

  it('says when two are alike, and does not read then', async () => {
    await desk.setFilm('frontal', FILM, 'a.png');
    const [first] = compare.readers;
    compare.choose(1, first!);
    expect(compare.alike).toBe(true);
    expect(compare.canRun).toBe(false);
  });
});

describe('comparing', () => {
  it('needs a frontal film', async () => {
    expect(compare.canRun).toBe(false);
    await compare.run();
    expect(compare.comparison).toBeUndefined();
    await desk.setFilm('frontal', FILM, 'a.png');
    expect(compare.canRun).toBe(true);
  });

  it('has each reader read the films of the desk with its own search', async () => {
    await desk.setFilm('frontal', FILM, 'a.png');
    const asked: ReadOptions[] = [];
    inference.reading = async (options) => {
      asked.push(options);
      return madeReport(`Search ${options.search}.`);
    };
    await compare.run();
    expect(asked.map(({ decoder, search }) => [decoder, search])).toEqual([
      ['made-decoder', 3],
      ['made-decoder', 1],
    ]);
    expect(compare.comparison?.hasLateral).toBe(false);
    expect(compare.comparison?.states).toMatchObject([
      { kind: 'done', report: { text: 'Search 3.' } },
      { kind: 'done', report: { text: 'Search 1.' } },
    ]);
    expect(compare.running).toBe(false);
  });

  it('goes on when one reader fails', async () => {
    await desk.setFilm('frontal', FILM, 'a.png');
    inference.reading = async ({ search }) => {
      if (search === 3) throw new EngineError('out-of-memory', 'No room.');
      return madeReport();
    };
    await compare.run();
    expect(compare.comparison?.states).toMatchObject([
      { kind: 'failed', code: 'out-of-memory' },
      { kind: 'done' },
    ]);
  });

  it('stops when it is cancelled, and keeps what is finished', async () => {
    await desk.setFilm('frontal', FILM, 'a.png');
    inference.reading = async ({ search, signal }) => {
      if (search === 3) return madeReport();
      compare.cancel();
      signal.throwIfAborted();
      return madeReport();
    };
    await compare.run();
    expect(compare.comparison?.states.map(({ kind }) => kind)).toEqual(['done', 'cancelled']);
    expect(compare.running).toBe(false);
  });

  it('knows when other films lie on the desk', async () => {
    await desk.setFilm('frontal', FILM, 'a.png');
    await compare.run();
    expect(compare.stale).toBe(false);
    await desk.setFilm('frontal', new Blob(['other']), 'b.png');
    expect(compare.stale).toBe(true);
  });
});
