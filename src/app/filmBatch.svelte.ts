/* eslint-disable svelte/prefer-svelte-reactivity -- maps and sets here are plain values: state is replaced as a whole */
import type { StudyRow } from '../export';
import type { GivenFile, Offer } from '../domain/intake';
import type { Report } from '../domain/report';
import {
  entryKey,
  entryLabel,
  parseQueue,
  queueAsJson,
  type BatchEntry,
  type EntryState,
} from './batch/queue';
import { groupFolder } from './batch/groupFolder';
import {
  groupByPairs,
  type BatchFilms,
  type FolderFile,
  type Grouping,
  type SkippedFile,
} from './batch/studies';
import { errorCode, errorMessage } from './clients/errors';
import type { Drafts } from './drafts.svelte';
import type { DraftSession } from './draftSession.svelte';
import type { Studies } from './studies.svelte';

/** Where the batch as a whole stands. */
export type BatchPhase =
  | 'empty'
  /** Films are waiting; nothing runs. */
  | 'ready'
  | 'running'
  /** The study that is being read is finished first. */
  | 'pausing'
  | 'paused'
  | 'finished';

/** What the batch needs of the rest of the app. */
export interface BatchSurroundings {
  /** Reads one study as the desk does. Errors have a `code`. */
  readonly read: (films: BatchFilms, signal: AbortSignal) => Promise<Report>;
  /** Sorts files into studies by what is in them. */
  readonly sort: (files: readonly GivenFile[]) => Promise<Offer>;
  readonly drafts: Drafts;
  readonly studies: Studies;
}

const NOTE = 'batch';

/**
 * Many studies, read one after the other. A study that fails is told and passed over. Where studies are kept, the
 * queue is kept too and goes on after a reload, once its folder has been chosen again; films are never kept.
 */
export class FilmBatch {
  readonly #around: BatchSurroundings;
  #salt = '';
  #reading: AbortController | undefined;
  #entries = $state.raw<readonly BatchEntry[]>([]);
  #skipped = $state.raw<readonly SkippedFile[]>([]);
  #phase = $state<BatchPhase>('empty');

  constructor(around: BatchSurroundings) {
    this.#around = around;
  }

  get entries(): readonly BatchEntry[] {
    return this.#entries;
  }

  /** Files of the folder that are in no study. */
  get skipped(): readonly SkippedFile[] {
    return this.#skipped;
  }

  get phase(): BatchPhase {
    return this.#phase;
  }

  readonly done: number = $derived.by(() => this.#count('done'));
  readonly failed: number = $derived.by(() => this.#count('failed'));

  /** Studies whose films have to be chosen again after a reload. */
  readonly missing: number = $derived.by(
    () => this.#entries.filter(({ films, state }) => state.kind === 'waiting' && !films).length,
  );

  /**
   * Takes in the files of a folder; see `take`.
   * @param pairs a CSV file that names the films; without it they are grouped by name and content
   * @throws BatchError; WorkerError
   */
  async takeFolder(files: readonly FolderFile[], pairs?: string): Promise<number | undefined> {
    return this.take(
      pairs === undefined ? await groupFolder(files, this.#around.sort) : groupByPairs(pairs, files),
    );
  }

  /**
   * Takes in the studies of a folder. Of a batch that was resumed, films that belong to its waiting studies are
   * given to them; otherwise the studies are a new batch, in place of the one before.
   * @returns how many studies of the resumed batch got their films; undefined for a new batch
   */
  async take({ studies, skipped }: Grouping): Promise<number | undefined> {
    const found = this.missing > 0 ? await this.#giveBack(studies) : 0;
    this.#skipped = skipped;
    if (found > 0) {
      this.#phase = 'paused';
      return found;
    }
    this.clear();
    this.#salt = crypto.randomUUID();
    this.#skipped = skipped;
    const keys = await Promise.all(studies.map((films) => entryKey(this.#salt, films)));
    this.#entries = studies.map((films, i) => ({
      key: keys[i] ?? '',
      label: entryLabel(i),
      films,
      state: { kind: 'waiting' },
    }));
    this.#phase = 'ready';
    await this.#keep();
    return undefined;
  }

  /** Notes the folder of the batch, so that it need not be chosen again after a reload. */
  async keepFolder(folder: FileSystemDirectoryHandle): Promise<void> {
    // Without it the folder is asked for: no harm done.
    await this.#around.studies.putFolder(folder).catch(() => undefined);
  }

  /** The folder that was noted before the reload. */
  async keptFolder(): Promise<FileSystemDirectoryHandle | undefined> {
    return this.#around.studies.folder().catch(() => undefined);
  }

  /** Brings back the batch that was kept before a reload, if there is one and none is open. */
  async resume(): Promise<void> {
    if (this.#phase !== 'empty') return;
    await this.#around.studies.open();
    const kept = this.#around.studies.note(NOTE);
    const queue = kept === undefined ? undefined : parseQueue(kept);
    if (!queue || this.#phase !== 'empty') return;
    this.#salt = queue.salt;
    const known = new Set(this.#around.studies.list.map(({ id }) => id));
    // A draft that was removed from the list since is read again.
    this.#entries = queue.entries.map((entry) =>
      entry.state.kind === 'done' && !known.has(entry.state.study)
        ? { ...entry, state: { kind: 'waiting' } }
        : entry,
    );
    this.#phase = this.#count('waiting') > 0 ? 'paused' : 'finished';
  }

  /** Reads what waits. Never throws: each study says how it went. */
  async start(): Promise<void> {
    if (this.#phase === 'running' || this.#phase === 'pausing') return;
    this.#phase = 'running';
    for (let next = this.#next(); next && this.#isRunning(); next = this.#next()) await this.#readOne(next);
    if (this.#phase === 'running' || this.#phase === 'pausing') {
      this.#phase = this.#count('waiting') > 0 ? 'paused' : 'finished';
    }
  }

  /** Stops after the study that is being read. */
  pause(): void {
    if (this.#phase === 'running') this.#phase = 'pausing';
  }

  /** Puts the studies that failed back into the queue. */
  retryFailed(): void {
    this.#entries = this.#entries.map((entry) =>
      entry.state.kind === 'failed' ? { ...entry, state: { kind: 'waiting' } } : entry,
    );
    if (this.#phase === 'finished') this.#phase = 'paused';
  }

  /** Lets go of the batch; its drafts stay where they are kept. */
  clear(): void {
    this.#reading?.abort();
    this.#reading = undefined;
    this.#entries = [];
    this.#skipped = [];
    this.#phase = 'empty';
    void this.#around.studies.putNote(NOTE, undefined).catch(() => undefined);
  }

  /** The draft of a study that was read. */
  session(entry: BatchEntry): DraftSession | undefined {
    if (entry.state.kind !== 'done') return undefined;
    const { drafts, studies } = this.#around;
    const { study } = entry.state;
    const open = drafts.byId(study);
    const kept = open ? undefined : studies.list.find(({ id }) => id === study);
    return open ?? (kept && drafts.open(kept));
  }

  /**
   * The results as rows of a table, in the order of the batch; studies that still wait have none.
   * @param named true puts the path of the frontal film in place of the made-up label
   */
  async *rows(named: boolean): AsyncGenerator<StudyRow> {
    for (const entry of this.#entries) {
      const study = named ? (entry.films?.frontal.path ?? entry.label) : entry.label;
      if (entry.state.kind === 'failed') {
        const { code, message } = entry.state;
        yield { study, error: { code, message: named ? message : '' } };
      }
      const document = await this.session(entry)?.document();
      if (document) yield { study, document };
    }
  }

  async #readOne({ key, films }: BatchEntry & { readonly films: BatchFilms }): Promise<void> {
    const reading = new AbortController();
    this.#reading = reading;
    this.#put(key, { kind: 'reading' });
    let state: EntryState;
    try {
      const report = await this.#around.read(films, reading.signal);
      // Attention maps are large, and there is no film to lay them over.
      const session = this.#around.drafts.of({ ...report, words: [] });
      state = { kind: 'done', study: session.id };
    } catch (cause) {
      state = { kind: 'failed', code: errorCode(cause), message: errorMessage(cause) };
    }
    if (reading.signal.aborted) return;
    this.#put(key, state);
    await this.#keep();
  }

  #isRunning(): boolean {
    return this.#phase === 'running';
  }

  #next(): (BatchEntry & { readonly films: BatchFilms }) | undefined {
    for (const entry of this.#entries) {
      if (entry.state.kind === 'waiting' && entry.films) return { ...entry, films: entry.films };
    }
    return undefined;
  }

  async #giveBack(studies: readonly BatchFilms[]): Promise<number> {
    const byKey = new Map<string, BatchFilms>();
    for (const films of studies) byKey.set(await entryKey(this.#salt, films), films);
    let found = 0;
    this.#entries = this.#entries.map((entry) => {
      const films = byKey.get(entry.key);
      if (entry.films || !films) return entry;
      if (entry.state.kind === 'waiting') found += 1;
      return { ...entry, films };
    });
    return found;
  }

  /** Trouble in keeping the queue does not stop it; that studies are not kept is told by their drafts. */
  async #keep(): Promise<void> {
    const json = queueAsJson(this.#salt, this.#entries);
    await this.#around.studies.putNote(NOTE, json).catch(() => undefined);
  }

  #put(key: string, state: EntryState): void {
    this.#entries = this.#entries.map((entry) => (entry.key === key ? { ...entry, state } : entry));
  }

  #count(kind: EntryState['kind']): number {
    return this.#entries.filter(({ state }) => state.kind === kind).length;
  }
}
