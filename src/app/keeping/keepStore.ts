import { createStore, promisifyRequest, type UseStore } from 'idb-keyval';
import * as v from 'valibot';
import { asKeepError, KeepError } from './errors';
import { LockSchema, SealedSchema, type Lock, type Sealed } from './vault';

const LOCK = 'lock';
const VALUE = 'value:';
const FOLDER = 'folder';

/** What lies under a key: JSON as it is, or sealed. */
export type KeptValue = string | Sealed;

const ValueSchema = v.union([v.string(), SealedSchema]);

/**
 * Texts kept in IndexedDB under ids, all of them plain or all of them sealed under one lock.
 * Every failure of the browser's storage is a KeepError; writes are whole transactions, done or not done.
 */
export class KeepStore {
  #store: UseStore | undefined;

  /** @param name of the database; tests take their own */
  constructor(readonly name: string) {}

  /** The lock, when there is a passphrase. @throws KeepError */
  async lock(): Promise<Lock | undefined> {
    const found: unknown = await this.#run('readonly', (store) => promisifyRequest(store.get(LOCK)));
    if (found === undefined) return undefined;
    const parsed = v.safeParse(LockSchema, found);
    if (!parsed.success) throw new KeepError('damaged-study', 'The lock of what is kept cannot be read.');
    return parsed.output;
  }

  /** Everything that is kept, by id. What is neither text nor sealed comes as undefined. @throws KeepError */
  values(): Promise<readonly (readonly [id: string, value: KeptValue | undefined])[]> {
    return this.#run('readonly', async (store) => {
      const [keys, values] = await Promise.all([
        promisifyRequest(store.getAllKeys()),
        promisifyRequest<unknown[]>(store.getAll()),
      ]);
      return keys.flatMap((key, i) => {
        if (typeof key !== 'string' || !key.startsWith(VALUE)) return [];
        const parsed = v.safeParse(ValueSchema, values[i]);
        return [[key.slice(VALUE.length), parsed.success ? parsed.output : undefined] as const];
      });
    });
  }

  /**
   * Keeps a value. @param salt of the lock it was sealed under; undefined for a plain one
   * @throws KeepError `locked` when the lock has changed, in another tab say
   */
  put(id: string, value: KeptValue, salt: Uint8Array | undefined): Promise<void> {
    return this.#run('readwrite', async (store) => {
      const lock = v.safeParse(LockSchema, await promisifyRequest<unknown>(store.get(LOCK)));
      if (!sameBytes(lock.success ? lock.output.salt : undefined, salt)) {
        throw new KeepError('locked', 'The passphrase was changed in another tab.');
      }
      store.put(value, VALUE + id);
      await promisifyRequest(store.transaction);
    });
  }

  remove(id: string): Promise<void> {
    return this.#run('readwrite', async (store) => {
      store.delete(VALUE + id);
      await promisifyRequest(store.transaction);
    });
  }

  /** Puts other values and another lock in the place of all, at once: when this fails, all is as it was. */
  rewrite(
    lock: Lock | undefined,
    values: readonly (readonly [id: string, value: KeptValue])[],
  ): Promise<void> {
    return this.#run('readwrite', async (store) => {
      store.clear();
      if (lock) store.put(lock, LOCK);
      for (const [id, value] of values) store.put(value, VALUE + id);
      await promisifyRequest(store.transaction);
    });
  }

  /** The folder that was kept by `putFolder`. @throws KeepError */
  async folder(): Promise<FileSystemDirectoryHandle | undefined> {
    const found: unknown = await this.#run('readonly', (store) => promisifyRequest(store.get(FOLDER)));
    return isFolder(found) ? found : undefined;
  }

  /** Keeps the handle of a folder: no file of it, but the browser keeps its name with it. @throws KeepError */
  putFolder(folder: FileSystemDirectoryHandle): Promise<void> {
    return this.#run('readwrite', async (store) => {
      store.put(folder, FOLDER);
      await promisifyRequest(store.transaction);
    });
  }

  /** Removes everything, the lock too. @throws KeepError */
  wipe(): Promise<void> {
    return this.rewrite(undefined, []);
  }

  /** How many values there are, and their bytes. @throws KeepError */
  async size(): Promise<{ count: number; bytes: number }> {
    const values = await this.values();
    const bytes = values.reduce((sum, [, value]) => sum + bytesOf(value), 0);
    return { count: values.length, bytes };
  }

  async #run<T>(mode: IDBTransactionMode, work: (store: IDBObjectStore) => Promise<T>): Promise<T> {
    try {
      if (typeof indexedDB === 'undefined') throw new Error('there is no IndexedDB');
      this.#store ??= createStore(this.name, 'entries');
      return await this.#store(mode, (store) => work(store).catch((cause: unknown) => undone(store, cause)));
    } catch (cause) {
      throw asKeepError(cause);
    }
  }
}

/** Takes back what a failed piece of work had done already. @throws the cause */
function undone(store: IDBObjectStore, cause: unknown): never {
  try {
    store.transaction.abort();
  } catch (over) {
    // It has ended by itself: then it was taken back already, or had nothing in it.
    if (!(over instanceof DOMException) || over.name !== 'InvalidStateError') throw over;
  }
  throw cause;
}

function isFolder(value: unknown): value is FileSystemDirectoryHandle {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'directory';
}

function bytesOf(value: KeptValue | undefined): number {
  if (value === undefined) return 0;
  return typeof value === 'string' ? 2 * value.length : value.data.byteLength + value.iv.byteLength;
}

function sameBytes(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  if (!a || !b) return a === b;
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
