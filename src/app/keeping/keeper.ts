import { KeepError } from './errors';
import { KeepStore, type KeptValue } from './keepStore';
import { Vault, type Lock } from './vault';

/** One thing that was read back, or why it cannot be. */
export type KeptText =
  { readonly id: string; readonly text: string } | { readonly id: string; readonly error: KeepError };

/** Keeps texts, sealed when there is a passphrase. All errors are KeepError. */
export class Keeper {
  #store: KeepStore;
  #vault: Vault | undefined;
  #lock: Lock | undefined;

  constructor(store: KeepStore) {
    this.#store = store;
  }

  /** Reads whether there is a passphrase. */
  async look(): Promise<'open' | 'locked'> {
    this.#lock = await this.#store.lock();
    if (!this.#lock) this.#vault = undefined;
    return this.isLocked ? 'locked' : 'open';
  }

  /** True when there is a passphrase. */
  get isSealed(): boolean {
    return this.#lock !== undefined;
  }

  get isLocked(): boolean {
    return this.#lock !== undefined && this.#vault === undefined;
  }

  /** @throws KeepError `wrong-passphrase` */
  async unlock(passphrase: string): Promise<void> {
    this.#lock = await this.#store.lock();
    if (this.#lock) this.#vault = await Vault.open(this.#lock, passphrase);
  }

  /** Forgets the passphrase until it is given again. */
  forget(): void {
    this.#vault = undefined;
  }

  async put(id: string, text: string): Promise<void> {
    this.#mustBeOpen();
    const vault = this.#vault;
    await this.#store.put(id, vault ? await vault.seal(text, id) : text, vault?.salt);
  }

  /** The folder kept by `putFolder`; none under a passphrase, which does not cover it. */
  async folder(): Promise<FileSystemDirectoryHandle | undefined> {
    return this.isSealed ? undefined : this.#store.folder();
  }

  async putFolder(folder: FileSystemDirectoryHandle): Promise<void> {
    if (!this.isSealed) await this.#store.putFolder(folder);
  }

  remove(id: string): Promise<void> {
    return this.#store.remove(id);
  }

  async all(): Promise<KeptText[]> {
    this.#mustBeOpen();
    const values = await this.#store.values();
    return Promise.all(values.map(([id, value]) => this.#read(id, value)));
  }

  /**
   * Seals everything under a new passphrase, or (undefined) opens all of it for good.
   * @throws KeepError `short-passphrase`, `locked`, `damaged-study`: what cannot be read is not thrown away
   */
  async setPassphrase(passphrase: string | undefined): Promise<void> {
    const texts = await this.all();
    const broken = texts.find((text) => 'error' in text);
    if (broken) throw broken.error;
    const made = passphrase === undefined ? undefined : await Vault.create(passphrase);
    const values: [string, KeptValue][] = [];
    for (const kept of texts) {
      if ('error' in kept) continue;
      values.push([kept.id, made ? await made.vault.seal(kept.text, kept.id) : kept.text]);
    }
    await this.#store.rewrite(made?.lock, values);
    this.#lock = made?.lock;
    this.#vault = made?.vault;
  }

  /** Removes everything, the passphrase too. */
  async wipe(): Promise<void> {
    await this.#store.wipe();
    this.#lock = undefined;
    this.#vault = undefined;
  }

  size(): Promise<{ count: number; bytes: number }> {
    return this.#store.size();
  }

  async #read(id: string, value: KeptValue | undefined): Promise<KeptText> {
    try {
      if (typeof value === 'string') return { id, text: value };
      if (!value || !this.#vault)
        throw new KeepError('damaged-study', `What was kept as ${id} cannot be read.`);
      return { id, text: await this.#vault.unseal(value, id) };
    } catch (error) {
      if (error instanceof KeepError) return { id, error };
      throw error;
    }
  }

  #mustBeOpen(): void {
    if (this.isLocked) throw new KeepError('locked', 'What is kept is under a passphrase: give it first.');
  }
}
