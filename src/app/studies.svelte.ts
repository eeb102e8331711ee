import { asKeepError, KeepError } from './keeping/errors';
import { Keeper } from './keeping/keeper';
import { KeepStore } from './keeping/keepStore';
import { parseStudy, studyAsJson, type KeptStudy } from './keeping/record';

/** localStorage key of the switch; absent = nothing is kept. */
export const KEEP_KEY = 'scribe-cxr.keep-studies';

/** Ids of texts that are no studies begin so. */
const NOTE = 'note:';

/** Where the list of kept studies stands. */
export type StudiesState =
  | { readonly kind: 'closed' }
  | { readonly kind: 'opening' }
  /** A passphrase is asked for. */
  | { readonly kind: 'locked' }
  | { readonly kind: 'open' }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string };

/* eslint-disable svelte/prefer-svelte-reactivity -- maps and sets here are plain values: state is replaced as a whole */
/**
 * The studies that the user has chosen to keep on this machine. By default nothing is kept and the storage is not
 * even opened. All methods that can fail throw KeepError.
 */
export class Studies {
  #keeper: Keeper;
  #storage: Storage;
  #opening: Promise<void> | undefined;
  #listeners = new Set<() => void>();
  #notes = new Map<string, string>();
  #keeps = $state(false);
  #sealed = $state(false);
  #state = $state.raw<StudiesState>({ kind: 'closed' });
  #list = $state.raw<readonly KeptStudy[]>([]);
  #unreadable = $state(0);

  constructor(keeper = new Keeper(new KeepStore('scribe-cxr-studies')), storage: Storage = localStorage) {
    this.#keeper = keeper;
    this.#storage = storage;
    this.#keeps = storage.getItem(KEEP_KEY) === 'yes';
  }

  /** Whether studies are kept at all; false until the user says so. */
  get keeps(): boolean {
    return this.#keeps;
  }

  get state(): StudiesState {
    return this.#state;
  }

  /** Whether there is a passphrase. */
  get sealed(): boolean {
    return this.#sealed;
  }

  /** The kept studies, the last changed first; empty while locked. */
  get list(): readonly KeptStudy[] {
    return this.#list;
  }

  /** How many entries cannot be read; they are left where they are. */
  get unreadable(): number {
    return this.#unreadable;
  }

  /** Called each time the list was opened, so that what waited for it can be kept. Answers the unsubscriber. */
  whenOpen(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Reads the list, once. Trouble is told in `state`. */
  async open(): Promise<void> {
    if (!this.#keeps || this.#state.kind === 'open' || this.#state.kind === 'locked') return;
    this.#opening ??= this.#open().finally(() => (this.#opening = undefined));
    await this.#opening;
  }

  /** Begins to keep studies. @throws KeepError when the browser keeps nothing here */
  async keep(): Promise<void> {
    await this.#keeper.look();
    this.#remember(true);
    this.#state = { kind: 'closed' };
    await this.open();
  }

  /** Removes every kept study and the passphrase, and keeps nothing from now on. */
  async keepNothing(): Promise<void> {
    await this.#keeper.wipe();
    this.#notes.clear();
    this.#remember(false);
    this.#sealed = false;
    this.#list = [];
    this.#unreadable = 0;
    this.#state = { kind: 'closed' };
  }

  /** For "wipe everything" under Privacy. A storage that was never used is not opened for it. */
  async wipe(): Promise<void> {
    if (this.#keeps) await this.keepNothing();
  }

  /** @throws KeepError `wrong-passphrase`; nothing is lost by trying */
  async unlock(passphrase: string): Promise<void> {
    await this.#keeper.unlock(passphrase);
    await this.#read();
  }

  /** Asks for the passphrase again from now on. */
  lock(): void {
    if (!this.#sealed) return;
    this.#keeper.forget();
    this.#notes.clear();
    this.#list = [];
    this.#state = { kind: 'locked' };
  }

  /** Puts everything under a new passphrase; undefined takes it away. @throws KeepError `short-passphrase` */
  async setPassphrase(passphrase: string | undefined): Promise<void> {
    await this.#keeper.setPassphrase(passphrase);
    this.#sealed = this.#keeper.isSealed;
  }

  /**
   * Keeps a study, in place of its earlier version.
   * @returns false when nothing is to be kept
   * @throws KeepError `locked`, `storage-full`, `storage-blocked`
   */
  async save(study: KeptStudy): Promise<boolean> {
    if (!this.#keeps) return false;
    await this.open();
    if (this.#state.kind === 'failed') throw new KeepError('storage-blocked', this.#state.message);
    try {
      await this.#keeper.put(study.id, studyAsJson(study));
    } catch (cause) {
      // Another tab has set a passphrase: it is asked for here too.
      if (cause instanceof KeepError && cause.code === 'locked') await this.#open();
      throw cause;
    }
    this.#list = [study, ...this.#list.filter(({ id }) => id !== study.id)];
    return true;
  }

  async remove(id: string): Promise<void> {
    await this.#keeper.remove(id);
    this.#list = this.#list.filter((study) => study.id !== id);
  }

  /** A text that is kept beside the studies; undefined while locked or when there is none. */
  note(name: string): string | undefined {
    return this.#notes.get(name);
  }

  /** Keeps a text beside the studies, under the same passphrase; undefined removes it. @throws KeepError */
  async putNote(name: string, text: string | undefined): Promise<void> {
    this.#notes.delete(name);
    if (!this.#keeps) return;
    await this.open();
    if (text === undefined) return this.#keeper.remove(NOTE + name);
    await this.#keeper.put(NOTE + name, text);
    this.#notes.set(name, text);
  }

  /** The folder of the batch, where the browser can keep one and there is no passphrase. @throws KeepError */
  async folder(): Promise<FileSystemDirectoryHandle | undefined> {
    return this.#keeps ? this.#keeper.folder() : undefined;
  }

  async putFolder(folder: FileSystemDirectoryHandle): Promise<void> {
    if (this.#keeps) await this.#keeper.putFolder(folder);
  }

  /** The kept studies that hold every word of the query, in their text, label, signature or date. */
  search(query: string): readonly KeptStudy[] {
    const words = query.toLowerCase().split(/\s+/).filter(Boolean);
    if (words.length === 0) return this.#list;
    return this.#list.filter((study) => {
      const text = searchable(study);
      return words.every((word) => text.includes(word));
    });
  }

  /** For the list under Privacy. @throws KeepError */
  async stored(): Promise<readonly { readonly what: string; readonly bytes: number }[]> {
    if (!this.#keeps) return [];
    const { count, bytes } = await this.#keeper.size();
    const how = this.#sealed ? ', under a passphrase' : '';
    return [{ what: `kept studies: ${count}${how}`, bytes }];
  }

  async #open(): Promise<void> {
    this.#state = { kind: 'opening' };
    try {
      const found = await this.#keeper.look();
      this.#sealed = this.#keeper.isSealed;
      if (found === 'locked') {
        this.#list = [];
        this.#state = { kind: 'locked' };
      } else await this.#read();
    } catch (cause) {
      const { code, message } = asKeepError(cause);
      this.#state = { kind: 'failed', code, message };
    }
  }

  async #read(): Promise<void> {
    const list: KeptStudy[] = [];
    let unreadable = 0;
    this.#notes.clear();
    for (const kept of await this.#keeper.all()) {
      if ('text' in kept && kept.id.startsWith(NOTE)) {
        this.#notes.set(kept.id.slice(NOTE.length), kept.text);
        continue;
      }
      const study = 'text' in kept ? readable(kept.text) : undefined;
      if (study) list.push(study);
      else unreadable += 1;
    }
    this.#list = list.sort((a, b) => (a.updatedAt < b.updatedAt ? 1 : -1));
    this.#unreadable = unreadable;
    this.#sealed = this.#keeper.isSealed;
    this.#state = { kind: 'open' };
    for (const listener of this.#listeners) listener();
  }

  #remember(keeps: boolean): void {
    try {
      if (keeps) this.#storage.setItem(KEEP_KEY, 'yes');
      else this.#storage.removeItem(KEEP_KEY);
    } catch (cause) {
      throw asKeepError(cause);
    }
    this.#keeps = keeps;
  }
}

/** A study of another build, say, may not follow the schema: it is counted and left alone. */
function readable(text: string): KeptStudy | undefined {
  try {
    return parseStudy(text);
  } catch (cause) {
    if (cause instanceof Error) return undefined;
    throw cause;
  }
}

function searchable({ label, createdAt, draft }: KeptStudy): string {
  const { findings, impression, signature } = draft;
  return [label, createdAt, findings, impression, signature?.name ?? '', signature ? 'signed' : 'not signed']
    .join('\n')
    .toLowerCase();
}
