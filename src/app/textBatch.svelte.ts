import type { LabelSet } from '../domain/entity';
import { errorCode, errorMessage } from './clients/errors';
import type { Tagging } from './tagging.svelte';
import type { TextResult } from './textDesk.svelte';
import {
  detectSeparation,
  LONGEST_TEXT,
  readTextFile,
  splitReports,
  TextFileError,
  type Separation,
} from './textFile';

/** Where the tagging of a file stands. */
export type BatchState =
  | { readonly kind: 'idle' }
  /** `done` reports are tagged, and `share` of the next one is read, 0..1. */
  | { readonly kind: 'tagging'; readonly done: number; readonly share: number }
  | { readonly kind: 'done'; readonly milliseconds: number }
  /** What was tagged before stays in `results`. */
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string };

/** A file that was taken, or why it was not. */
export type BatchFile =
  | { readonly kind: 'none' }
  | { readonly kind: 'refused'; readonly name: string; readonly code: string; readonly message: string }
  | { readonly kind: 'open'; readonly name: string; readonly text: string; readonly detected: Separation };

/** A text file of many reports, tagged one after the other. */
export class TextBatch {
  #tagging: Tagging;
  #file = $state.raw<BatchFile>({ kind: 'none' });
  #separation = $state<Separation>('lines');
  #state = $state.raw<BatchState>({ kind: 'idle' });
  #results = $state.raw<readonly TextResult[]>([]);
  #job: AbortController | undefined;

  constructor(tagging: Tagging) {
    this.#tagging = tagging;
  }

  get file(): BatchFile {
    return this.#file;
  }

  get state(): BatchState {
    return this.#state;
  }

  /** The reports of the file as they are parted now. */
  readonly reports: readonly string[] = $derived.by(() =>
    this.#file.kind === 'open' ? splitReports(this.#file.text, this.#separation) : [],
  );

  /** Reports that are tagged; all of them in the end, fewer after a cancel or a failure. */
  get results(): readonly TextResult[] {
    return this.#results;
  }

  /** How the reports are parted; assigning drops what was tagged. */
  get separation(): Separation {
    return this.#separation;
  }
  set separation(separation: Separation) {
    this.#reset();
    this.#separation = separation;
  }

  /** Takes a file. Never throws: `file` says why it was refused. */
  async open(file: Blob, name: string): Promise<void> {
    this.#reset();
    const opening = new AbortController();
    this.#job = opening;
    try {
      const text = await readTextFile(file, name);
      if (opening.signal.aborted) return;
      const detected = detectSeparation(text);
      this.#separation = detected;
      this.#file = { kind: 'open', name, text, detected };
    } catch (cause) {
      if (opening.signal.aborted) return;
      this.#file = { kind: 'refused', name, code: errorCode(cause), message: errorMessage(cause) };
    }
  }

  /** Puts the file away. */
  close(): void {
    this.#reset();
    this.#file = { kind: 'none' };
  }

  /** Tags every report. Never throws: `state` says how it goes. */
  async start(labelSet: LabelSet): Promise<void> {
    this.#reset();
    const job = new AbortController();
    this.#job = job;
    const begun = performance.now();
    const results: TextResult[] = [];
    this.#state = { kind: 'tagging', done: 0, share: 0 };
    try {
      for (const text of this.reports) {
        if (text.length > LONGEST_TEXT) {
          const message = `Report ${results.length + 1} has ${text.length.toLocaleString('en')} characters.`;
          throw new TextFileError('text-too-large', message);
        }
        const done = results.length;
        const entities = await this.#tagging.tag(text, labelSet, job.signal, (share) => {
          const isUnderway = this.#job === job && this.#state.kind === 'tagging' && done === results.length;
          if (isUnderway) this.#state = { kind: 'tagging', done, share };
        });
        if (job.signal.aborted) return;
        const tagger = this.#tagging.name;
        results.push({ text, labelSet, entities, ...(tagger === undefined ? {} : { tagger }) });
        this.#state = { kind: 'tagging', done: results.length, share: 0 };
      }
      this.#state = { kind: 'done', milliseconds: performance.now() - begun };
    } catch (cause) {
      if (job.signal.aborted) return;
      this.#state = { kind: 'failed', code: errorCode(cause), message: errorMessage(cause) };
    } finally {
      if (this.#job === job) this.#results = results;
    }
  }

  /** Stops tagging; what is tagged stays. */
  cancel(): void {
    if (this.#state.kind !== 'tagging') return;
    this.#state = { kind: 'cancelled' };
    this.#job?.abort();
  }

  #reset(): void {
    this.#job?.abort();
    this.#job = undefined;
    this.#results = [];
    this.#state = { kind: 'idle' };
  }
}
