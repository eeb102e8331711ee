import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Desk } from '../../../src/app/desk.svelte';
import { WorkerError } from '../../../src/app/clients/errors';
import type { ReadOptions } from '../../../src/app/clients/ports';
import { Models } from '../../../src/app/models.svelte';
import { Privacy } from '../../../src/app/privacy.svelte';
import { Runtime } from '../../../src/app/runtime.svelte';
import { Settings } from '../../../src/app/settings.svelte';
import { EngineError } from '../../../src/engine/errors';
import { FilmError } from '../../../src/imaging/errors';
import { packName } from '../../../src/packs/listing';
import { madePack, type MadePack } from '../../fixtures/packs';
import { MadeInference, MadeModels, madeReport, madeStorage, quality } from '../../fixtures/ports';

const FILM = new Blob(['film']);
let packs: MadePack[];
let inference: MadeInference;
let port: MadeModels;
let models: Models;
let runtime: Runtime;
let privacy: Privacy;
let desk: Desk;

async function make(installed = true): Promise<void> {
  packs = await Promise.all([madePack('encoder'), madePack('decoder'), madePack('tagger')]);
  inference = new MadeInference();
  port = new MadeModels(packs);
  if (installed) for (const { manifest } of packs) port.installed.add(packName(manifest));
  const storage = madeStorage();
  const settings = new Settings(storage);
  models = new Models(port, settings);
  runtime = new Runtime(inference, models, settings);
  privacy = new Privacy(port, inference, storage);
  desk = new Desk({ inference, models, runtime, settings, privacy });
  await models.refresh();
}

/** A reading that waits for its signal. */
function heldReading(): { begun: Promise<ReadOptions>; reading: (options: ReadOptions) => Promise<never> } {
  let begin: (options: ReadOptions) => void;
  const begun = new Promise<ReadOptions>((resolve) => (begin = resolve));
  const reading = (options: ReadOptions): Promise<never> => {
    begin(options);
    return new Promise((_, reject) => {
      options.signal.addEventListener('abort', () => reject(new EngineError('aborted', 'cancelled')));
    });
  };
  return { begun, reading };
}

beforeEach(() => make());

describe('putting films on the desk', () => {
  it('shows a film once it was decoded and looked at, and starts the engine before the film is opened', async () => {
    await desk.setFilm('frontal', FILM, 'a.png');
    expect(desk.frontal).toMatchObject({
      kind: 'ready',
      name: 'a.png',
      width: 512,
      quality: { view: 'frontal' },
    });
    expect(inference.calls).toEqual([
      'start',
      'load made-encoder',
      'load made-decoder',
      'load made-tagger',
      'inspect a.png',
    ]);
    expect(desk.canRead).toBe(true);
  });

  it('keeps the other film, the film before and the last report when a film is refused', async () => {
    await desk.setFilm('frontal', FILM, 'a.png');
    await desk.setFilm('lateral', FILM, 'b.png');
    desk.useAnyway();
    await desk.read();
    expect(desk.study.kind).toBe('done');
    inference.inspect = () =>
      Promise.reject(new FilmError('truncated', 'c.png ends before the picture does.'));
    await desk.setFilm('lateral', FILM, 'c.png');
    expect(desk.lateral).toMatchObject({ kind: 'refused', code: 'truncated', previous: { name: 'b.png' } });
    expect(desk.frontal).toMatchObject({ kind: 'ready', name: 'a.png' });
    expect(desk.study.kind).toBe('done');
    desk.dismissRefusal('lateral');
    expect(desk.lateral).toMatchObject({ kind: 'ready', name: 'b.png' });
    expect(desk.lastFinished).toMatchObject({ frontalName: 'a.png', lateralName: 'b.png' });
  });

  it('refuses what the encoder calls no chest film', async () => {
    inference.inspect = async () => ({ width: 9, height: 9, quality: quality('other') });
    await desk.setFilm('frontal', FILM, 'cat.png');
    expect(desk.frontal).toMatchObject({ kind: 'refused', code: 'not-a-chest-film' });
    expect(desk.canRead).toBe(false);
  });

  it('gives a film to no worker that can talk', async () => {
    inference.sealed = false;
    await desk.setFilm('frontal', FILM, 'a.png');
    expect(desk.frontal).toMatchObject({ kind: 'refused', code: 'not-sealed' });
    expect(inference.calls).not.toContain('inspect a.png');
  });

  it('lets the last of two quick choices win', async () => {
    let release: () => void = () => undefined;
    inference.inspect = (_, name) =>
      name === 'slow.png'
        ? new Promise((resolve) => (release = () => resolve({ width: 1, height: 1 })))
        : Promise.resolve({ width: 2, height: 2 });
    const slow = desk.setFilm('frontal', FILM, 'slow.png');
    await vi.waitFor(() => expect(inference.calls).toContain('inspect slow.png'));
    await desk.setFilm('frontal', FILM, 'quick.png');
    release();
    await slow;
    expect(desk.frontal).toMatchObject({ kind: 'ready', name: 'quick.png' });
  });

  it('does not show a report beside films it was not made from', async () => {
    await desk.setFilm('frontal', FILM, 'a.png');
    await desk.read();
    await desk.setFilm('frontal', FILM, 'b.png');
    expect(desk.study.kind).toBe('empty');
    expect(desk.lastFinished?.frontalName).toBe('a.png');
  });

  it('lets go of the files of films that left', async () => {
    const revoke = vi.spyOn(URL, 'revokeObjectURL');
    await desk.setFilm('frontal', FILM, 'a.png');
    const url = desk.frontal.kind === 'ready' ? desk.frontal.url : '';
    desk.clear();
    expect(revoke).toHaveBeenCalledWith(url);
    expect(desk.frontal.kind).toBe('empty');
    revoke.mockRestore();
  });

  it('counts requests from the moment the film is opened', async () => {
    privacy.count({ where: 'page', url: 'https://site.example/x', at: Date.now() - 1000 });
    await desk.setFilm('frontal', FILM, 'a.png');
    expect(privacy.requestCount).toBe(0);
    privacy.count({ where: 'models worker', url: 'https://site.example/y', at: Date.now() + 1000 });
    expect(privacy.requestCount).toBe(1);
  });
});

describe('views and orientation', () => {
  const shows = (frontal: 'frontal' | 'lateral', lateral?: 'frontal' | 'lateral'): void => {
    inference.inspect = async (_, name) => ({
      width: 512,
      height: 512,
      quality: quality(name === 'f' ? frontal : (lateral ?? 'lateral')),
    });
  };

  it.each([
    ['frontal', 'lateral', undefined],
    ['frontal', undefined, undefined],
    ['frontal', 'frontal', 'two-frontals'],
    ['lateral', 'lateral', 'two-laterals'],
    ['lateral', 'frontal', 'swapped'],
    ['lateral', undefined, 'lateral-in-frontal'],
  ] as const)('a %s in the frontal slot and %s in the lateral one: %s', async (first, second, kind) => {
    shows(first, second);
    await desk.setFilm('frontal', FILM, 'f');
    if (second) await desk.setFilm('lateral', FILM, 'l');
    expect(desk.viewWarning?.kind).toBe(kind);
  });

  it('writes nothing over a warning until the films are swapped or accepted', async () => {
    shows('lateral', 'frontal');
    await desk.setFilm('frontal', FILM, 'f');
    await desk.setFilm('lateral', FILM, 'l');
    await desk.read();
    expect(desk.study).toMatchObject({ kind: 'refused', code: 'swapped' });
    expect(inference.calls).not.toContain('read pair');
    desk.swapFilms();
    expect(desk.viewWarning).toBeUndefined();
    expect([desk.frontal, desk.lateral]).toMatchObject([{ name: 'l' }, { name: 'f' }]);
    await desk.read();
    expect(desk.study.kind).toBe('done');
  });

  it('reads two frontals when told to, and warns anew for new films', async () => {
    shows('frontal', 'frontal');
    await desk.setFilm('frontal', FILM, 'f');
    await desk.setFilm('lateral', FILM, 'l');
    await desk.read();
    expect(desk.study).toMatchObject({ kind: 'refused', slot: 'lateral', code: 'two-frontals' });
    desk.useAnyway();
    await desk.read();
    expect(desk.study.kind).toBe('done');
    await desk.setFilm('lateral', FILM, 'l');
    expect(desk.viewWarning?.kind).toBe('two-frontals');
  });

  it('says that a film lies on its side', async () => {
    inference.inspect = async () => ({ width: 1, height: 1, quality: quality('frontal', 'rotated_90_cw') });
    await desk.setFilm('frontal', FILM, 'a.png');
    expect(desk.orientationWarnings).toMatchObject([{ slot: 'frontal', orientation: 'rotated_90_cw' }]);
  });
});

describe('reading', () => {
  it('shows stages and words as they come', async () => {
    const { begun, reading } = heldReading();
    inference.reading = reading;
    await desk.setFilm('frontal', FILM, 'a.png');
    const running = desk.read();
    const options = await begun;
    options.onStage('writing', { preparing: 3, looking: 40 });
    for (const [i, word] of ['The', 'heart', 'is', 'normal', '.'].entries()) options.onWord(word, i);
    expect(desk.study).toEqual({
      kind: 'reading',
      stage: 'writing',
      times: { preparing: 3, looking: 40 },
      text: 'The heart is normal.',
      words: 5,
    });
    desk.cancel();
    await running;
    expect(desk.study).toEqual({ kind: 'cancelled', text: 'The heart is normal.' });
  });

  it('can be cancelled while the engine starts and while it waits for weights', async () => {
    await make(false);
    await desk.setFilm('frontal', FILM, 'a.png');
    const running = desk.read();
    expect(desk.study.kind).toBe('waiting-for-weights');
    desk.cancel();
    await running;
    expect(desk.study.kind).toBe('cancelled');
  });

  it('starts by itself once the weights are there, and looks at the films then', async () => {
    await make(false);
    inference.inspect = async () => ({ width: 512, height: 512 });
    await desk.setFilm('frontal', FILM, 'a.png');
    const running = desk.read();
    inference.inspect = async () => ({ width: 512, height: 512, quality: quality('frontal') });
    await models.install();
    await running;
    expect(desk.study.kind).toBe('done');
    expect(desk.frontal).toMatchObject({ quality: { view: 'frontal' } });
  });

  it('takes no word of a study that is over', async () => {
    const { begun, reading } = heldReading();
    inference.reading = reading;
    await desk.setFilm('frontal', FILM, 'a.png');
    const first = desk.read();
    const late = await begun;
    desk.cancel();
    await first;
    const second = heldReading();
    inference.reading = second.reading;
    const running = desk.read();
    await second.begun;
    late.onWord('stale', 0);
    expect(desk.study).toMatchObject({ kind: 'reading', text: '' });
    desk.cancel();
    await running;
  });

  it('ends a reading when another film comes, and says nothing of the old one', async () => {
    const { begun, reading } = heldReading();
    inference.reading = reading;
    await desk.setFilm('frontal', FILM, 'a.png');
    const running = desk.read();
    await begun;
    await desk.setFilm('frontal', FILM, 'b.png');
    await running;
    expect(desk.study.kind).toBe('empty');
  });

  it('says that the worker died, keeps the films, hands the packs over again and reads', async () => {
    await desk.setFilm('frontal', FILM, 'a.png');
    inference.reading = () => {
      inference.die();
      return Promise.reject(new WorkerError('worker-died', 'The inference worker died.'));
    };
    await desk.read();
    expect(desk.study).toMatchObject({ kind: 'failed', code: 'worker-died' });
    expect(runtime.state).toMatchObject({ kind: 'failed', code: 'worker-died' });
    inference.reading = async () => madeReport();
    inference.calls.length = 0;
    await desk.read();
    expect(desk.study.kind).toBe('done');
    expect(inference.calls).toEqual([
      'start',
      'load made-encoder',
      'load made-decoder',
      'load made-tagger',
      'read',
    ]);
  });

  it('tells of a damaged pack, and reads once it was fetched again', async () => {
    port.damaged = 'made-decoder';
    await desk.setFilm('frontal', FILM, 'a.png');
    const running = desk.read();
    expect(desk.study.kind).toBe('waiting-for-weights');
    expect(models.packs.find((pack) => pack.id === 'made-decoder')?.state).toMatchObject({
      kind: 'failed',
      code: 'integrity',
    });
    expect(port.calls.filter((call) => call.startsWith('install'))).toEqual([]);
    await models.install();
    await running;
    expect(desk.study.kind).toBe('done');
  });

  it('puts a refusal of the engine at the film it speaks of', async () => {
    inference.reading = () =>
      Promise.reject(new EngineError('not-a-chest-film', 'no chest film', { slot: 'lateral' }));
    await desk.setFilm('frontal', FILM, 'a.png');
    await desk.read();
    expect(desk.study).toMatchObject({ kind: 'refused', slot: 'lateral', code: 'not-a-chest-film' });
  });
});
