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

  it('looks at the films anew with the encoder of another model, and once with each', async () => {
    packs = await Promise.all([
      madePack('encoder'),
      madePack('encoder', { id: 'another-encoder' }),
      madePack('decoder'),
      madePack('decoder', { id: 'another', encoder: 'another-encoder' }),
      madePack('tagger'),
    ]);
    const storage = madeStorage();
    const settings = new Settings(storage);
    port = new MadeModels(packs);
    for (const { manifest } of packs) port.installed.add(packName(manifest));
    models = new Models(port, settings);
    runtime = new Runtime(inference, models, settings);
    desk = new Desk({ inference, models, runtime, settings, privacy: new Privacy(port, inference, storage) });
    await models.refresh();
    const lookedBy: (string | undefined)[] = [];
    inference.inspect = async (_film, _name, encoder) => {
      lookedBy.push(encoder);
      return { width: 512, height: 512, quality: quality('frontal') };
    };
    await desk.setFilm('frontal', FILM, 'a.png');
    await desk.read();
    settings.decoder = 'another';
    await desk.read();
    await desk.read();
    expect(lookedBy).toEqual(['made-encoder', 'another-encoder']);
    expect(desk.study.kind).toBe('done');
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

describe('films whose tags and pictures disagree', () => {
  const facts = { frames: 1, burnedIn: false, claimed: 'lateral' as const, windows: ['a', 'b'], window: 0 };

  it('are asked about, and go where the user says', async () => {
    inference.inspect = async () => ({ width: 512, height: 512, quality: quality('frontal'), facts });
    await desk.setFilm('frontal', FILM, 'Study 1, film 1');
    expect(desk.viewDoubts).toEqual([{ slot: 'frontal', claimed: 'lateral', shows: 'frontal' }]);
    desk.sayView('frontal', 'lateral');
    expect([desk.frontal.kind, desk.lateral.kind]).toEqual(['empty', 'ready']);
    expect(desk.viewDoubts).toEqual([]);
    // The user's word counts more than the picture.
    expect(desk.viewWarning).toBeUndefined();
  });

  it('stay where they lie when the user agrees with the picture', async () => {
    inference.inspect = async () => ({ width: 512, height: 512, quality: quality('frontal'), facts });
    await desk.setFilm('frontal', FILM, 'Study 1, film 1');
    desk.sayView('frontal', 'frontal');
    expect(desk.frontal.kind).toBe('ready');
    expect(desk.viewDoubts).toEqual([]);
  });
});

describe('films that lie wrong', () => {
  it('are inverted with one click, and looked at anew', async () => {
    inference.inspect = async (film) => ({
      width: 512,
      height: 512,
      quality: quality('frontal', inference.adjustments.get(film)?.inverted ? 'upright' : 'inverted'),
    });
    await desk.setFilm('frontal', FILM, 'a.png');
    const [warning] = desk.orientationWarnings;
    expect(warning).toMatchObject({ slot: 'frontal', orientation: 'inverted' });
    await desk.remedy(warning!);
    expect(desk.orientationWarnings).toEqual([]);
    expect(desk.frontal).toMatchObject({ kind: 'ready', adjustment: { inverted: true } });
  });

  it.each([
    ['rotated_90_cw', 3],
    ['rotated_180', 2],
    ['rotated_270_cw', 1],
  ] as const)('are turned upright: %s by %i quarters', async (orientation, turns) => {
    inference.inspect = async () => ({ width: 512, height: 512, quality: quality('frontal', orientation) });
    await desk.setFilm('frontal', FILM, 'a.png');
    await desk.remedy(desk.orientationWarnings[0]!);
    expect(inference.adjustments.get(FILM)).toEqual({ turns });
  });

  it('keep what was done to them before when the new look fails', async () => {
    await desk.setFilm('frontal', FILM, 'a.png', { window: 1 });
    inference.inspect = async () => Promise.reject(new FilmError('damaged', 'no'));
    await desk.adjustFilm('frontal', { window: 2 });
    expect(desk.frontal).toMatchObject({ kind: 'refused', previous: { adjustment: { window: 1 } } });
    expect(inference.adjustments.get(FILM)).toEqual({ window: 1 });
  });
});

describe('many files', () => {
  const offered = (name: string, view?: 'frontal' | 'lateral') => ({
    file: new Blob([name]),
    name,
    path: name,
    frames: 1,
    ...(view ? { view } : {}),
  });

  it('of one plain pair go on the desk at once', async () => {
    const films = [offered('Study 1, film 1', 'lateral'), offered('Study 1, film 2', 'frontal')];
    inference.sortFiles = async () => ({ studies: [{ label: 'Study 1', films }], skipped: [] });
    await desk.intake.open([{ path: 'x', file: FILM }]);
    expect(desk.frontal).toMatchObject({ kind: 'ready', name: 'Study 1, film 2' });
    expect(desk.lateral).toMatchObject({ kind: 'ready', name: 'Study 1, film 1' });
    expect(desk.intake.state).toEqual({ kind: 'idle' });
  });

  it('of several studies are asked about, and never lie beside another patient’s film', async () => {
    await desk.setFilm('lateral', FILM, 'b.png');
    const studies = ['Study 1', 'Study 2'].map((label) => ({ label, films: [offered(`${label}, film 1`)] }));
    inference.sortFiles = async () => ({ studies, skipped: [] });
    await desk.intake.open([{ path: 'x', file: FILM }]);
    expect(desk.intake.state).toMatchObject({ kind: 'choosing' });
    await desk.intake.take({ frontal: studies[1]!.films[0]! });
    expect(desk.frontal).toMatchObject({ name: 'Study 2, film 1' });
    expect(desk.lateral.kind).toBe('empty');
  });

  it('are not given to a worker that is not sealed', async () => {
    inference.sealed = false;
    let asked = false;
    inference.sortFiles = async () => {
      asked = true;
      return { studies: [], skipped: [] };
    };
    await desk.intake.open([{ path: 'x', file: FILM }]);
    expect(asked).toBe(false);
    expect(desk.intake.state).toMatchObject({ kind: 'failed', code: 'not-sealed' });
  });

  it('without a film are told as such', async () => {
    inference.sortFiles = async () => ({ studies: [], skipped: [{ path: 'sr', reason: 'no picture' }] });
    await desk.intake.open([{ path: 'sr', file: FILM }]);
    expect(desk.intake.state).toMatchObject({ kind: 'told', taken: false });
  });
});
