import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Keeper } from '../../../../src/app/keeping/keeper';
import { KeepStore } from '../../../../src/app/keeping/keepStore';
import { ITERATIONS, Vault } from '../../../../src/app/keeping/vault';

const SECRET = 'correct horse battery';
let number = 0;
let store: KeepStore;
let keeper: Keeper;

beforeEach(async () => {
  store = new KeepStore(`kept-${number++}`);
  keeper = new Keeper(store);
  await keeper.look();
});

const again = async (): Promise<Keeper> => {
  const other = new Keeper(store);
  await other.look();
  return other;
};

describe('texts that are kept', () => {
  it('are there again after a reload', async () => {
    await keeper.put('a', 'one');
    await keeper.put('b', 'two');
    await keeper.put('a', 'three');
    await keeper.remove('b');
    expect(await (await again()).all()).toEqual([{ id: 'a', text: 'three' }]);
    expect(await keeper.size()).toEqual({ count: 1, bytes: 10 });
  });

  it('are gone after a wipe, with the passphrase', async () => {
    await keeper.put('a', 'one');
    await keeper.setPassphrase(SECRET);
    const other = await again();
    await other.wipe();
    expect(await other.all()).toEqual([]);
    expect((await again()).isSealed).toBe(false);
  });
});

describe('a passphrase', () => {
  it('seals what is there and what comes', async () => {
    await keeper.put('a', 'pleural effusion');
    await keeper.setPassphrase(SECRET);
    await keeper.put('b', 'pneumothorax');
    const raw = JSON.stringify(await store.values(), (_, value: unknown) =>
      value instanceof Uint8Array ? new TextDecoder('latin1').decode(value) : value,
    );
    expect(raw).toContain('"a"');
    expect(raw).not.toMatch(/pleural|pneumothorax/);
    expect((await store.lock())?.iterations).toBe(ITERATIONS);
    expect(ITERATIONS).toBeGreaterThanOrEqual(600_000);
  });

  it('opens it again; a wrong one changes nothing', async () => {
    await keeper.put('a', 'one');
    await keeper.setPassphrase(SECRET);
    const other = await again();
    expect(other.isLocked).toBe(true);
    await expect(other.all()).rejects.toMatchObject({ code: 'locked' });
    await expect(other.put('b', 'two')).rejects.toMatchObject({ code: 'locked' });
    await expect(other.unlock('correct horse batterz')).rejects.toMatchObject({ code: 'wrong-passphrase' });
    expect(other.isLocked).toBe(true);
    await other.unlock(SECRET);
    expect(await other.all()).toEqual([{ id: 'a', text: 'one' }]);
  });

  it('can be given in another form of the same letters', async () => {
    await keeper.put('a', 'one');
    await keeper.setPassphrase('Käsebrot und Öl');
    const other = await again();
    await other.unlock('Käsebrot und Öl'.normalize('NFD'));
    expect(await other.all()).toHaveLength(1);
  });

  it('is refused when it is short', async () => {
    await expect(keeper.setPassphrase('short')).rejects.toMatchObject({ code: 'short-passphrase' });
    expect(keeper.isSealed).toBe(false);
  });

  it('can be taken away', async () => {
    await keeper.put('a', 'one');
    await keeper.setPassphrase(SECRET);
    await keeper.setPassphrase(undefined);
    expect(await (await again()).all()).toEqual([{ id: 'a', text: 'one' }]);
  });

  it('set in one tab keeps another from writing plain text', async () => {
    const other = await again();
    await keeper.setPassphrase(SECRET);
    await expect(other.put('b', 'plain')).rejects.toMatchObject({ code: 'locked' });
    expect(await keeper.all()).toEqual([]);
  });

  it('does not open a text under another id: entries cannot be exchanged', async () => {
    await keeper.setPassphrase(SECRET);
    await keeper.put('a', 'one');
    const [, value] = (await store.values())[0]!;
    await store.put('b', value!, (await store.lock())!.salt);
    const read = await keeper.all();
    expect(read).toContainEqual({ id: 'a', text: 'one' });
    expect(read.find(({ id }) => id === 'b')).toMatchObject({ error: { code: 'damaged-study' } });
  });

  it('is not changed while something cannot be read', async () => {
    await keeper.setPassphrase(SECRET);
    await keeper.put('a', 'one');
    const [, value] = (await store.values())[0]!;
    await store.put('b', value!, (await store.lock())!.salt);
    await expect(keeper.setPassphrase('another passphrase')).rejects.toMatchObject({ code: 'damaged-study' });
    const other = await again();
    await other.unlock(SECRET);
    expect(await other.all()).toContainEqual({ id: 'a', text: 'one' });
  });

  it('gives another cipher text each time', async () => {
    const { vault } = await Vault.create(SECRET);
    const [one, two] = await Promise.all([vault.seal('same', 'x'), vault.seal('same', 'x')]);
    expect(one.iv).not.toEqual(two.iv);
    expect(one.data).not.toEqual(two.data);
  });
});

describe('a storage that fails', () => {
  it('because it is full', async () => {
    await keeper.put('a', 'one');
    const put = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError');
    });
    await expect(keeper.put('a', 'longer')).rejects.toMatchObject({
      name: 'KeepError',
      code: 'storage-full',
    });
    await expect(keeper.setPassphrase(SECRET)).rejects.toMatchObject({ code: 'storage-full' });
    put.mockRestore();
    expect(await (await again()).all(), 'what was kept before').toEqual([{ id: 'a', text: 'one' }]);
  });

  it('because it is blocked', async () => {
    const open = vi.spyOn(indexedDB, 'open').mockImplementation(() => {
      throw new DOMException('denied', 'SecurityError');
    });
    const blocked = new Keeper(new KeepStore('blocked'));
    await expect(blocked.look()).rejects.toMatchObject({ name: 'KeepError', code: 'storage-blocked' });
    open.mockRestore();
    expect(await blocked.look(), 'it is tried again').toBe('open');
  });
});
