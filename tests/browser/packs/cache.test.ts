import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PackLibrary } from '../../../src/packs/library';
import type { PackRef } from '../../../src/packs/listing';
import { PackStore } from '../../../src/packs/store';
import { MadeSite, madePack, noise, type MadePack } from '../../fixtures/packs';

let encoder: MadePack;
let tagger: MadePack;
let site: MadeSite;
let name: string;
let store: PackStore;
let library: PackLibrary;

const ref = ({ manifest: { id, version } }: MadePack): PackRef => ({ id, version });

beforeEach(async () => {
  encoder = await madePack('encoder');
  tagger = await madePack('tagger', { files: new Map([['weights.bin', noise(3_000_000, 5)]]) });
  site = new MadeSite([encoder, tagger]);
  vi.stubGlobal('fetch', site.fetch);
  name = `test-${crypto.randomUUID()}`;
  store = new PackStore(name);
  library = new PackLibrary(store, site.base);
});

afterEach(() => {
  vi.unstubAllGlobals();
  indexedDB.deleteDatabase(name);
});

describe('the cache in IndexedDB', () => {
  it('holds a pack over a new connection, byte for byte', async () => {
    await library.install([ref(tagger)]);
    const again = new PackLibrary(new PackStore(name), site.base);
    const { files } = await again.files(ref(tagger));
    const kept = new Uint8Array(files.get('weights.bin') ?? new ArrayBuffer(0));
    const sent = tagger.files.get('weights.bin')!;
    expect(kept.byteLength).toBe(sent.byteLength);
    expect(kept.every((byte, i) => byte === sent[i])).toBe(true);
  });

  it('finds a byte that changed on disk, drops the file, and takes it anew', async () => {
    await library.install([ref(encoder)]);
    const file = encoder.manifest.files[0]!;
    const changed = encoder.files.get(file.path)!.slice();
    changed[1000]! ^= 1;
    await store.putFile(file, changed);
    await expect(library.files(ref(encoder))).rejects.toMatchObject({ code: 'integrity' });
    expect((await store.fileHashes()).has(file.sha256)).toBe(false);
    await library.install([ref(encoder)]);
    expect((await library.files(ref(encoder))).files.size).toBe(2);
  });

  it('lets two tabs install at the same time without fetching twice', async () => {
    const other = new PackLibrary(new PackStore(name), site.base);
    await Promise.all([library.install([ref(tagger)]), other.install([ref(tagger)])]);
    expect(site.askedFiles).toEqual(['made-tagger/1.0.0/weights.bin']);
    expect((await other.files(ref(tagger))).files.size).toBe(1);
  });

  it('stops waiting for another tab when it is cancelled', async () => {
    let release: (response: Response) => void = () => undefined;
    site.answer('made-tagger/1.0.0/weights.bin', () => new Promise((resolve) => (release = resolve)));
    const slow = library.install([ref(tagger)], { retries: [] });
    await vi.waitFor(() => expect(site.askedFiles).toHaveLength(1));
    const controller = new AbortController();
    const waiting = new PackLibrary(new PackStore(name), site.base).install([ref(encoder)], {
      signal: controller.signal,
    });
    controller.abort();
    await expect(waiting).rejects.toMatchObject({ name: 'PackError', code: 'aborted' });
    release(new Response('', { status: 404 }));
    await expect(slow).rejects.toMatchObject({ code: 'network' });
  });
});
