import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Models } from '../../../src/app/models.svelte';
import { Runtime } from '../../../src/app/runtime.svelte';
import { Settings } from '../../../src/app/settings.svelte';
import { EngineError } from '../../../src/engine/errors';
import { madePack, type MadePack } from '../../fixtures/packs';
import { MadeInference, MadeModels, madeStorage } from '../../fixtures/ports';

let packs: MadePack[];
let inference: MadeInference;
let settings: Settings;
let runtime: Runtime;

beforeEach(async () => {
  packs = await Promise.all([madePack('encoder'), madePack('decoder')]);
  inference = new MadeInference();
  settings = new Settings(madeStorage());
  runtime = new Runtime(inference, new Models(new MadeModels(packs), settings), settings);
});

afterEach(() => vi.useRealTimers());

const refs = (): { id: string; version: string }[] => packs.map(({ manifest }) => manifest);

describe('the engine', () => {
  it('starts once however often it is asked for, and loads each pack once', async () => {
    await Promise.all([runtime.start(), runtime.start()]);
    await runtime.ensure(refs());
    await runtime.ensure(refs());
    expect(inference.calls).toEqual(['start', 'load made-encoder', 'load made-decoder']);
    expect(runtime.state).toEqual({ kind: 'running', name: 'wasm', threads: 2 });
    expect(runtime.sealed).toBe(true);
  });

  it('drops a start that failed, so that the next one tries again', async () => {
    inference.starting = () => Promise.reject(new EngineError('backend', 'No backend can compute here.'));
    await expect(runtime.start()).rejects.toMatchObject({ code: 'backend' });
    expect(runtime.state).toMatchObject({ kind: 'failed', code: 'backend' });
    inference.starting = async () => undefined;
    await runtime.start();
    expect(runtime.state.kind).toBe('running');
  });

  it('hands the packs to the new worker when a cancelled call costs the old one its life', async () => {
    await runtime.ensure(refs());
    inference.settled = async () => inference.die('It did not stop when it was told to.');
    await runtime.ensure(refs());
    expect(inference.calls.slice(3)).toEqual(['start', 'load made-encoder', 'load made-decoder']);
  });

  it('keeps the chosen backend and starts a new worker with it', async () => {
    await runtime.ensure(refs());
    await runtime.choose('cpu');
    expect(settings.backend).toBe('cpu');
    await runtime.ensure(refs());
    expect(inference.calls.slice(3)).toEqual(['stop', 'start', 'load made-encoder', 'load made-decoder']);
  });

  it('frees a pack that was removed', async () => {
    await runtime.ensure(refs());
    await runtime.forget('made-decoder');
    await runtime.forget('never-loaded');
    expect(inference.calls.at(-1)).toBe('unload made-decoder');
  });

  it('comes back by itself after a death, but not when it dies as soon as it starts', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'performance'] });
    await runtime.start();
    await vi.advanceTimersByTimeAsync(60_000);
    inference.die();
    expect(runtime.state).toMatchObject({ kind: 'failed', code: 'worker-died' });
    await vi.advanceTimersByTimeAsync(2000);
    expect(runtime.state.kind).toBe('running');
    inference.die();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(runtime.state).toMatchObject({ kind: 'failed', code: 'worker-died' });
    await runtime.start();
    expect(runtime.state.kind).toBe('running');
  });

  it('hands over nothing more once it was cancelled', async () => {
    const controller = new AbortController();
    inference.loadPack = async ({ id }) => {
      inference.calls.push(`load ${id}`);
      controller.abort();
    };
    await expect(runtime.ensure(refs(), controller.signal)).rejects.toMatchObject({ name: 'AbortError' });
    expect(inference.calls).toEqual(['start', 'load made-encoder']);
  });
});
