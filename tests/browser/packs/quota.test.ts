import { afterEach, expect, it, vi } from 'vitest';
import { cdp } from 'vitest/browser';
import { PackLibrary } from '../../../src/packs/library';
import type { PackRef } from '../../../src/packs/listing';
import { PackStore } from '../../../src/packs/store';
import { MadeSite, madePack, noise, type MadePack } from '../../fixtures/packs';

/** The part of the DevTools protocol that is used here. */
interface Protocol {
  send(
    method: 'Storage.overrideQuotaForOrigin',
    parameters: { origin: string; quotaSize?: number },
  ): Promise<void>;
}

const { origin } = location;
const protocol = cdp() as unknown as Protocol;
const ref = ({ manifest: { id, version } }: MadePack): PackRef => ({ id, version });
const room = (quotaSize?: number): Promise<void> =>
  protocol.send('Storage.overrideQuotaForOrigin', {
    origin,
    ...(quotaSize === undefined ? {} : { quotaSize }),
  });

afterEach(async () => {
  vi.unstubAllGlobals();
  await room();
});

it('a full disk is told as such, what was finished stays, and with room the install goes on', async () => {
  const small = await madePack('encoder');
  const large = await madePack('tagger', { files: new Map([['weights.bin', noise(6_000_000, 5)]]) });
  const site = new MadeSite([small, large]);
  vi.stubGlobal('fetch', site.fetch);
  const library = new PackLibrary(new PackStore(`test-${crypto.randomUUID()}`), site.base);
  const { usage = 0 } = await navigator.storage.estimate();
  await room(usage + 3_000_000);

  await library.install([ref(small)]);
  // Chromium goes on believing for a while in the room that it saw last, in another test for one.
  const belief = { timeout: 90_000, interval: 2000 };
  await vi.waitFor(async () => {
    await library.remove(ref(large));
    await expect(library.install([ref(large)])).rejects.toMatchObject({ name: 'PackError', code: 'quota' });
  }, belief);
  expect((await library.files(ref(small))).files.size).toBe(2);
  expect((await library.list()).packs.map((pack) => pack.installed)).toEqual([true, false]);

  await room();
  await vi.waitFor(() => library.install([ref(large)]), belief);
  expect((await library.files(ref(large))).files.size).toBe(1);
}, 200_000);
