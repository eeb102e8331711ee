import { beforeEach, describe, expect, it } from 'vitest';
import { Models } from '../../../src/app/models.svelte';
import { Settings } from '../../../src/app/settings.svelte';
import { PackError } from '../../../src/packs/errors';
import { packName } from '../../../src/packs/listing';
import { madePack, type MadePack } from '../../fixtures/packs';
import { MadeModels, madeStorage } from '../../fixtures/ports';

let packs: MadePack[];
let port: MadeModels;
let settings: Settings;
let models: Models;

async function make(extra: readonly MadePack[] = []): Promise<void> {
  packs = [...(await Promise.all([madePack('encoder'), madePack('decoder'), madePack('tagger')])), ...extra];
  port = new MadeModels(packs);
  settings = new Settings(madeStorage());
  models = new Models(port, settings);
  await models.refresh();
}

const stateOf = (id: string): unknown => models.packs.find((pack) => pack.id === id)?.state;
const progress = (id: string, phase: 'waiting' | 'downloading' | 'verifying' | 'done', bytes = 0) => ({
  id,
  version: '1.0.0',
  phase,
  bytes,
  total: 1000,
  rate: 50,
});

beforeEach(() => make());

describe('what is needed', () => {
  it('is the default decoder, its encoder and the tagger, needed ones first', () => {
    expect(models.packs.map((pack) => [pack.id, pack.needed])).toEqual([
      ['made-encoder', true],
      ['made-decoder', true],
      ['made-tagger', true],
    ]);
    expect(models.ready).toBe(false);
    expect(models.missingBytes).toBe(3000);
  });

  it('follows the chosen decoder, and falls back when that one is gone', async () => {
    await make([await madePack('decoder', { id: 'other-decoder' })]);
    settings.decoder = 'other-decoder';
    expect(models.needed?.decoder.id).toBe('other-decoder');
    settings.decoder = 'nobody';
    expect(models.needed?.decoder.id).toBe('made-decoder');
  });

  it('keeps an installed version until the newer one is installed', async () => {
    const newer = await madePack('tagger', { version: '1.10.0' });
    await make([newer]);
    expect(models.needed?.tagger.version).toBe('1.10.0');
    port.installed.add('made-tagger@1.0.0');
    await models.refresh();
    expect(models.needed?.tagger.version).toBe('1.0.0');
    port.installed.add('made-tagger@1.10.0');
    await models.refresh();
    expect(models.needed?.tagger.version).toBe('1.10.0');
  });
});

describe('a download', () => {
  it('shows where each pack stands, pack by pack', async () => {
    const seen: unknown[] = [];
    port.installing = async ({ onProgress }) => {
      for (const { manifest } of packs) onProgress(progress(manifest.id, 'waiting'));
      onProgress(progress('made-encoder', 'downloading', 400));
      seen.push(stateOf('made-encoder'), models.busy);
      onProgress(progress('made-encoder', 'verifying', 1000));
      seen.push(stateOf('made-encoder'));
      onProgress(progress('made-encoder', 'done', 1000));
      seen.push(stateOf('made-encoder'));
    };
    await models.install();
    expect(seen).toEqual([
      { kind: 'downloading', bytes: 400, total: 1000, rate: 50 },
      true,
      { kind: 'verifying' },
      { kind: 'installed' },
    ]);
    expect(models.ready).toBe(true);
    expect(models.busy).toBe(false);
  });

  it('blames the pack that failed, not those that were done or waiting', async () => {
    port.installing = async ({ onProgress }) => {
      for (const { manifest } of packs) onProgress(progress(manifest.id, 'waiting'));
      onProgress(progress('made-encoder', 'downloading', 1));
      port.installed.add('made-encoder@1.0.0');
      onProgress(progress('made-encoder', 'done', 1000));
      onProgress(progress('made-decoder', 'downloading', 1));
      throw new PackError('network', 'the server answered 404.');
    };
    await models.install();
    expect(packs.map(({ manifest }) => stateOf(manifest.id))).toEqual([
      { kind: 'installed' },
      { kind: 'failed', code: 'network', message: 'the server answered 404.' },
      { kind: 'absent' },
    ]);
  });

  it('blames all of them for what came before the first byte', async () => {
    port.installing = () => Promise.reject(new PackError('quota', 'no room'));
    await models.install();
    expect(models.packs.map((pack) => pack.state.kind)).toEqual(['failed', 'failed', 'failed']);
  });

  it('is no failure when the user cancels it', async () => {
    port.installing = ({ signal, onProgress }) =>
      new Promise((_, reject) => {
        onProgress(progress('made-encoder', 'downloading', 400));
        signal.addEventListener('abort', () => reject(new PackError('aborted', 'cancelled')));
      });
    const running = models.install();
    models.cancel();
    await running;
    expect(models.packs.map((pack) => pack.state.kind)).toEqual(['absent', 'absent', 'absent']);
    port.installing = async () => undefined;
    await models.install();
    expect(models.ready).toBe(true);
  });

  it('runs once though the button is pressed twice', async () => {
    await Promise.all([models.install(), models.install()]);
    expect(port.calls.filter((call) => call.startsWith('install'))).toHaveLength(1);
  });
});

it('tells of a list that cannot be had, and comes back', async () => {
  const list = port.list.bind(port);
  port.list = async () => ({ packs: [], trouble: { code: 'network', message: 'offline' } });
  await models.refresh();
  expect(models.catalogue).toEqual({ kind: 'failed', code: 'network', message: 'offline' });
  port.list = list;
  await models.refresh();
  expect(models.catalogue.kind).toBe('ready');
});

it('marks a pack whose bytes had changed, without fetching anything', async () => {
  await models.install();
  port.damaged = 'made-encoder';
  await expect(models.bytes({ id: 'made-encoder', version: '1.0.0' })).rejects.toMatchObject({
    code: 'integrity',
  });
  expect(stateOf('made-encoder')).toMatchObject({ kind: 'failed', code: 'integrity' });
  expect(models.ready).toBe(false);
  await models.install();
  expect(port.calls.at(-2)).toBe('install made-encoder');
  expect(models.ready).toBe(true);
});

it('names a removed pack, so that the engine can let go of it', async () => {
  const removed: string[] = [];
  models.whenRemoved((id) => removed.push(id));
  await models.install();
  const [pack] = packs;
  await models.remove(pack!.manifest);
  expect(removed).toEqual(['made-encoder']);
  expect(port.installed.has(packName(pack!.manifest))).toBe(false);
});
