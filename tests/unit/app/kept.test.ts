import { describe, expect, it, vi } from 'vitest';
import { Consent, CONSENT_KEY } from '../../../src/app/consent.svelte';
import { Privacy } from '../../../src/app/privacy.svelte';
import { Settings, SETTINGS_KEY } from '../../../src/app/settings.svelte';
import { MadeInference, MadeModels, madeStorage } from '../../fixtures/ports';

describe('settings', () => {
  it('are there again after a reload', () => {
    const storage = madeStorage();
    const settings = new Settings(storage);
    settings.theme = 'dark';
    settings.search = 4;
    settings.backend = 'wasm';
    settings.decoder = 'lite-gru';
    expect(new Settings(storage)).toMatchObject({
      theme: 'dark',
      search: 4,
      backend: 'wasm',
      decoder: 'lite-gru',
    });
  });

  it.each(['no json', '[]', '{"theme": "pink", "search": -3, "backend": "abacus", "decoder": 7}', 'null'])(
    'are the defaults where %s is kept',
    (kept) => {
      const settings = new Settings(madeStorage({ [SETTINGS_KEY]: kept }));
      expect([settings.theme, settings.search, settings.backend, settings.decoder]).toEqual([
        'system',
        undefined,
        undefined,
        undefined,
      ]);
    },
  );

  it('keep what is right beside what is wrong', () => {
    const kept = JSON.stringify({ theme: 'light', search: 99 });
    const settings = new Settings(madeStorage({ [SETTINGS_KEY]: kept }));
    expect([settings.theme, settings.search]).toEqual(['light', undefined]);
  });

  it('take a search that there is not for the default', () => {
    const settings = new Settings(madeStorage());
    expect(() => (settings.search = 0)).not.toThrow();
    expect(settings.search).toBeUndefined();
  });
});

describe('the research-use gate', () => {
  it('is accepted once, and asked again when its text changed', () => {
    const storage = madeStorage();
    expect(new Consent(storage).accepted).toBe(false);
    new Consent(storage).accept();
    expect(new Consent(storage).accepted).toBe(true);
    storage.setItem(CONSENT_KEY, JSON.stringify({ version: 0, at: 'long ago' }));
    expect(new Consent(storage).accepted).toBe(false);
  });

  it('can be withdrawn', () => {
    const storage = madeStorage();
    const consent = new Consent(storage);
    consent.accept();
    consent.withdraw();
    expect([consent.accepted, new Consent(storage).accepted]).toEqual([false, false]);
  });
});

describe('privacy', () => {
  const make = (
    storage = madeStorage(),
  ): { privacy: Privacy; inference: MadeInference; storage: Storage } => {
    const inference = new MadeInference();
    return { privacy: new Privacy(new MadeModels([]), inference, storage), inference, storage };
  };

  it('calls the worker sealed only when every attempt was refused', async () => {
    const { privacy, inference } = make();
    await privacy.testRefusal();
    expect(privacy.seal.kind).toBe('sealed');
    inference.sealed = false;
    await privacy.testRefusal();
    expect(privacy.seal.kind).toBe('open');
    inference.tryNetwork = () => Promise.reject(new Error('no worker'));
    await expect(privacy.testRefusal()).rejects.toThrow('no worker');
    expect(privacy.seal.kind).toBe('unknown');
  });

  it('wipes its own keys and no other', async () => {
    vi.stubGlobal('navigator', {});
    const { privacy, storage } = make();
    storage.setItem('scribe-cxr.settings', '{}');
    storage.setItem('another app', 'keeps this');
    await privacy.refreshStored();
    expect(privacy.stored.map((item) => item.what)).toEqual(['scribe-cxr.settings']);
    await privacy.wipe();
    expect([storage.getItem('scribe-cxr.settings'), storage.getItem('another app')]).toEqual([
      null,
      'keeps this',
    ]);
    expect(privacy.stored).toEqual([]);
    vi.unstubAllGlobals();
  });
});
