import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PackError } from '../../../src/packs/errors';
import { PackLibrary } from '../../../src/packs/library';
import { packName } from '../../../src/packs/listing';
import type { PackProgress } from '../../../src/packs/progress';
import { PackStore } from '../../../src/packs/store';
import { inPieces, MadeSite, madePack, noise, zipOf, type MadePack } from '../../fixtures/packs';

let encoder: MadePack;
let decoder: MadePack;
let tagger: MadePack;
let site: MadeSite;
let store: PackStore;
let library: PackLibrary;
let databases = 0;

const ref = ({ manifest: { id, version } }: MadePack): { id: string; version: string } => ({ id, version });

function useSite(packs: readonly MadePack[]): void {
  site = new MadeSite(packs);
  vi.stubGlobal('fetch', site.fetch);
  library = new PackLibrary(store, site.base);
}

async function installedNames(): Promise<string[]> {
  const { packs } = await library.list();
  return packs.filter((pack) => pack.installed).map((pack) => pack.manifest.id);
}

beforeEach(async () => {
  [encoder, decoder, tagger] = await Promise.all([
    madePack('encoder'),
    madePack('decoder'),
    madePack('tagger'),
  ]);
  store = new PackStore(`test-${databases++}`);
  useSite([encoder, decoder, tagger]);
});

afterEach(() => vi.unstubAllGlobals());

describe('installing', () => {
  it('lists the offer with its cards and sizes, then installs a decoder with the encoder it needs', async () => {
    const before = await library.list();
    expect(before.default).toEqual({ decoder: 'made-decoder', tagger: 'made-tagger' });
    expect(before.packs.map((pack) => [pack.manifest.id, pack.installed, pack.card])).toEqual([
      ['made-encoder', false, '# made-encoder\n'],
      ['made-decoder', false, '# made-decoder\n'],
      ['made-tagger', false, '# made-tagger\n'],
    ]);
    expect(before.packs[0]?.missingBytes).toBeGreaterThan(150_000);

    await library.install([ref(decoder)]);
    expect(await installedNames()).toEqual(['made-encoder', 'made-decoder']);
    const { manifest, files } = await library.files(ref(decoder));
    expect(packName(manifest)).toBe('made-decoder@1.0.0');
    const weights = new Uint8Array(files.get('weights.bin') ?? new ArrayBuffer(0));
    expect(Buffer.compare(weights, decoder.files.get('weights.bin')!)).toBe(0);
  });

  it('tells true bytes, growing, for every pack', async () => {
    const told: PackProgress[] = [];
    await library.install([ref(encoder), ref(tagger)], { onProgress: (progress) => told.push(progress) });
    for (const pack of [encoder, tagger]) {
      const own = told.filter((progress) => progress.id === pack.manifest.id);
      const bytes = own.map((progress) => progress.bytes);
      expect(bytes).toEqual([...bytes].sort((a, b) => a - b));
      expect(own[0]).toMatchObject({ phase: 'waiting', bytes: 0 });
      expect(own.at(-1)).toMatchObject({ phase: 'done', bytes: own[0]?.total });
    }
  });

  it('goes on by file after a cancel', async () => {
    const controller = new AbortController();
    site.answer('vocab.json', () => {
      controller.abort();
      throw new DOMException('aborted', 'AbortError');
    });
    const running = library.install([ref(encoder), ref(tagger)], { signal: controller.signal });
    await expect(running).rejects.toMatchObject({ name: 'PackError', code: 'aborted' });
    expect(await installedNames()).toEqual([]);
    const { packs } = await library.list();
    expect(packs[0]?.missingBytes).toBe(encoder.files.get('vocab.json')?.byteLength);

    site.restore('vocab.json');
    site.asked.length = 0;
    await library.install([ref(encoder), ref(tagger)]);
    expect(site.askedFiles).toEqual([
      'made-encoder/1.0.0/vocab.json',
      'made-tagger/1.0.0/weights.bin',
      'made-tagger/1.0.0/vocab.json',
    ]);
  });

  it('fetches equal files of a second version once', async () => {
    await library.install([ref(tagger)]);
    const files = new Map(tagger.files).set('vocab.json', noise(100, 9));
    const newer = await madePack('tagger', { version: '1.1.0', files });
    useSite([encoder, decoder, tagger, newer]);
    const listed = (await library.list()).packs.find((pack) => pack.manifest.version === '1.1.0');
    expect(listed?.missingBytes).toBe(100);
    site.asked.length = 0;
    await library.install([ref(newer)]);
    expect(site.askedFiles).toEqual(['made-tagger/1.1.0/vocab.json']);
  });

  it('tries a broken connection again, and says so when it stays broken', async () => {
    let tries = 0;
    site.answer('made-encoder/1.0.0/weights.bin', () => {
      if (++tries === 3) return inPieces(encoder.files.get('weights.bin')!);
      throw new TypeError('connection reset');
    });
    await library.install([ref(encoder)], { retries: [0, 0] });
    expect(tries).toBe(3);

    site.answer('made-tagger/1.0.0/weights.bin', () => {
      throw new TypeError('connection reset');
    });
    await expect(library.install([ref(tagger)], { retries: [0] })).rejects.toMatchObject({ code: 'network' });
  });

  it('asks once where the answer is wrong: 404, a web page', async () => {
    let asked = 0;
    const page = (): Response => {
      asked++;
      return new Response('<p>', { headers: { 'content-type': 'text/html' } });
    };
    site.answer('weights.bin', page);
    await expect(library.install([ref(encoder)], { retries: [0, 0] })).rejects.toThrow(/web page/);
    expect(asked).toBe(1);
  });

  it('refuses weights with one byte changed and keeps nothing of them', async () => {
    const changed = encoder.files.get('weights.bin')!.slice();
    changed[77]! ^= 1;
    site.answer('made-encoder/1.0.0/weights.bin', () => inPieces(changed));
    await expect(library.install([ref(encoder)])).rejects.toMatchObject({ code: 'integrity' });
    expect((await store.fileHashes()).size).toBe(0);
    site.restore('made-encoder/1.0.0/weights.bin');
    await library.install([ref(encoder)]);
    expect(await installedNames()).toEqual(['made-encoder']);
  });

  it('says which pack is not on offer', async () => {
    await expect(library.install([{ id: 'nobody', version: '1.0.0' }])).rejects.toMatchObject({
      code: 'missing',
      message: expect.stringContaining('nobody@1.0.0') as string,
    });
  });
});

describe('the offer', () => {
  it('works offline with what was known', async () => {
    await library.install([ref(tagger)]);
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('offline')));
    const offline = await new PackLibrary(store, site.base).list();
    expect(offline.trouble?.code).toBe('network');
    expect(offline.default?.tagger).toBe('made-tagger');
    expect(offline.packs.map((pack) => [pack.manifest.id, pack.installed])).toEqual([
      ['made-encoder', false],
      ['made-decoder', false],
      ['made-tagger', true],
    ]);
  });

  it('says why the default decoder is the default, offline too, and does without where the index is older', async () => {
    expect((await library.list()).default).toEqual({ decoder: 'made-decoder', tagger: 'made-tagger' });
    const measured = {
      figure: 'val.greedy.clinicalF1',
      name: 'clinical micro F1',
      value: 0.31,
      data: 'val split',
      studies: 296,
      of: 2,
      able: 1,
      condition: 'CIDEr of .45',
    };
    const byDefault = { decoder: 'made-decoder', tagger: 'made-tagger', measured };
    const index = (defaults: object): Response => Response.json({ schema: 1, default: defaults, packs: [] });
    site.answer('index.json', () => index(byDefault));
    expect((await library.list({ fresh: true })).default).toEqual(byDefault);
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('offline')));
    expect((await new PackLibrary(store, site.base).list()).default).toEqual(byDefault);

    vi.stubGlobal('fetch', site.fetch);
    site.answer('index.json', () => index({ ...byDefault, measured: { ...measured, value: 31 } }));
    const { trouble } = await new PackLibrary(store, site.base).list();
    expect(trouble).toMatchObject({ code: 'schema', message: expect.stringContaining('measured.value') });
  });

  it('leaves a pack with a bad manifest out and keeps the others', async () => {
    site.answer('made-decoder/1.0.0/manifest.json', () => new Response('{"schema": 1}'));
    const listing = await library.list();
    expect(listing.packs.map((pack) => pack.manifest.id)).toEqual(['made-encoder', 'made-tagger']);
    expect(listing.trouble?.code).toBe('schema');
  });

  it('refuses a manifest of another pack and a folder outside the site’s', async () => {
    site.answer('made-decoder/1.0.0/manifest.json', () => new Response(JSON.stringify(tagger.manifest)));
    expect((await library.list()).trouble?.message).toContain('made-tagger@1.0.0');
    const rows = [{ id: 'x', version: '1.0.0', path: '../../elsewhere/' }];
    const defaults = { decoder: 'x', tagger: 'x' };
    site.answer('index.json', () => Response.json({ schema: 1, default: defaults, packs: rows }));
    expect((await library.list({ fresh: true })).trouble?.message).toContain('outside');
  });

  it('is asked for once, and again when it should be fresh', async () => {
    await library.list();
    await library.list();
    expect(site.asked.filter((path) => path === 'index.json')).toHaveLength(1);
    await library.list({ fresh: true });
    expect(site.asked.filter((path) => path === 'index.json')).toHaveLength(2);
  });
});

describe('the cache', () => {
  it('finds a damaged file, drops it, and fetches that one again', async () => {
    await library.install([ref(encoder)]);
    const file = encoder.manifest.files[0]!;
    const changed = encoder.files.get(file.path)!.slice();
    changed[5]! ^= 1;
    await store.putFile(file, changed);
    await expect(library.files(ref(encoder))).rejects.toMatchObject({ code: 'integrity' });
    expect(await installedNames()).toEqual([]);
    site.asked.length = 0;
    await library.install([ref(encoder)]);
    expect(site.askedFiles).toEqual([`made-encoder/1.0.0/${file.path}`]);
    expect((await library.files(ref(encoder))).files.size).toBe(2);
  });

  it('verifies a pack and names what is damaged or gone', async () => {
    await library.install([ref(encoder)]);
    expect(await library.verify(ref(encoder))).toEqual([]);
    const [weights, vocabulary] = encoder.manifest.files;
    await store.putFile(weights!, noise(weights!.bytes, 99));
    await store.dropFile(vocabulary!.sha256);
    expect(await library.verify(ref(encoder))).toEqual(['weights.bin', 'vocab.json']);
  });

  it('removes a pack but not the files that another one uses', async () => {
    const newer = await madePack('tagger', {
      version: '1.1.0',
      files: new Map(tagger.files).set('vocab.json', noise(9, 4)),
    });
    useSite([encoder, decoder, tagger, newer]);
    await library.install([ref(tagger), ref(newer)]);
    await library.remove(ref(tagger));
    expect((await library.files(ref(newer))).files.size).toBe(2);
    expect((await store.fileHashes()).size).toBe(2);
    await library.remove(ref(newer));
    expect((await store.fileHashes()).size).toBe(0);
  });

  it('removes what a cancelled download left', async () => {
    site.answer('vocab.json', () => new Response('', { status: 404 }));
    await library.install([ref(encoder)]).catch(() => undefined);
    expect((await store.fileHashes()).size).toBe(1);
    await library.remove(ref(encoder));
    expect((await store.fileHashes()).size).toBe(0);
  });

  it('lists what it holds by name and wipes it', async () => {
    await library.install([ref(tagger)]);
    const { items } = await library.storage();
    expect(items.map((item) => item.what)).toContain('made-tagger@1.0.0 weights.bin');
    await library.wipe();
    expect((await library.storage()).items).toEqual([]);
    await expect(library.files(ref(tagger))).rejects.toMatchObject({ code: 'missing' });
  });

  it('passes a record of another build over', async () => {
    await library.install([ref(tagger)]);
    const record = await store.record(ref(tagger));
    await store.putRecord({ ...record!, manifest: { ...tagger.manifest, schema: 2 } as never });
    expect(await installedNames()).toEqual([]);
    await library.install([ref(tagger)]);
    expect(await installedNames()).toEqual(['made-tagger']);
  });
});

describe('importing', () => {
  const own = (): Promise<MadePack> => madePack('tagger', { id: 'own-tagger' });

  it.each(['', 'own-tagger-1.0.0/'])('takes a zip with its files below "%s"', async (folder) => {
    expect(await library.importZip(zipOf(await own(), folder))).toEqual({
      id: 'own-tagger',
      version: '1.0.0',
    });
    const listed = (await library.list()).packs.find((pack) => pack.manifest.id === 'own-tagger');
    expect(listed).toMatchObject({ installed: true, origin: 'imported', card: '# own-tagger\n' });
  });

  it('takes a folder', async () => {
    const pack = await own();
    const entries = [
      ...pack.files,
      ['manifest.json', new TextEncoder().encode(JSON.stringify(pack.manifest))] as const,
    ];
    const files = entries.map(([name, bytes]) => {
      const file = new File([bytes], name);
      Object.defineProperty(file, 'webkitRelativePath', { value: `folder/${name}` });
      return file;
    });
    await library.importFolder(files);
    expect((await library.files({ id: 'own-tagger', version: '1.0.0' })).files.size).toBe(2);
  });

  it('refuses a zip with one byte changed and keeps nothing of it', async () => {
    const pack = await own();
    const changed = pack.files.get('weights.bin')!.slice();
    changed[1]! ^= 1;
    await expect(library.importZip(zipOf(pack, '', { 'weights.bin': changed }))).rejects.toMatchObject({
      code: 'integrity',
    });
    expect((await store.fileHashes()).size).toBe(0);
    expect(await store.records()).toEqual([]);
  });

  it('keeps a file that another pack already had when an import fails', async () => {
    await library.install([ref(tagger)]);
    const pack = await own();
    await library.importZip(zipOf(pack, '', { 'vocab.json': noise(3, 1) })).catch(() => undefined);
    expect((await library.files(ref(tagger))).files.size).toBe(2);
  });

  it.each([
    ['no manifest', async () => new Blob([(await zipOf(await own()).arrayBuffer()).slice(0, 100)])],
    ['no pack', async () => new Blob([noise(5000, 1)])],
    ['nothing', async () => new Blob([])],
    ['two packs', async () => zipOf(await own(), 'a/', { 'b/manifest.json': new Uint8Array(2) })],
    ['a manifest that is no JSON', async () => zipOf(await own(), '', { 'manifest.json': noise(50, 1) })],
  ])('refuses a file that holds %s', async (_, make) => {
    await expect(library.importZip(await make())).rejects.toMatchObject({
      name: 'PackError',
      code: 'schema',
    });
  });

  it('refuses another pack under the name of a known one', async () => {
    await library.list();
    const impostor = await madePack('tagger', { files: new Map([['weights.bin', noise(40, 8)]]) });
    await expect(library.importZip(zipOf(impostor))).rejects.toThrow(/Another pack called made-tagger@1.0.0/);
  });

  it('counts a zip of a pack that the site offers as that pack', async () => {
    await library.list();
    await library.importZip(zipOf(tagger));
    const listed = (await library.list()).packs.find((pack) => pack.manifest.id === 'made-tagger');
    expect(listed).toMatchObject({ installed: true, origin: 'site' });
  });

  it('can be cancelled', async () => {
    await expect(library.importZip(zipOf(await own()), AbortSignal.abort())).rejects.toMatchObject({
      name: 'PackError',
      code: 'aborted',
    });
  });
});

it('tells a full disk apart from other trouble', async () => {
  vi.stubGlobal('navigator', {
    storage: { estimate: () => Promise.resolve({ usage: 10, quota: 1000 }), persisted: () => false },
  });
  const failure = await library.install([ref(encoder)]).catch((cause: unknown) => cause);
  expect(failure).toBeInstanceOf(PackError);
  expect(failure).toMatchObject({ code: 'quota' });
  expect(site.askedFiles).toEqual([]);
});
