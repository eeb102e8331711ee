import type { Entity, LabelSet } from '../domain/entity';
import { errorCode, errorMessage } from './clients/errors';
import type { Tagging } from './tagging.svelte';
import { LONGEST_TEXT } from './textFile';

/** Milliseconds without a key after which a text is tagged. */
const DEBOUNCE = 300;

/** Where the typed text stands. */
export type TextState =
  | { readonly kind: 'empty' }
  /** It is tagged as soon as the tagger is installed. */
  | { readonly kind: 'waiting-for-tagger' }
  /** `share` of it is read, 0..1. */
  | { readonly kind: 'tagging'; readonly share: number }
  | { readonly kind: 'tagged'; readonly milliseconds: number }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string };

/** A text with its entities. */
export interface TextResult {
  readonly text: string;
  readonly labelSet: LabelSet;
  readonly entities: readonly Entity[];
  /** Id and version of the tagger. */
  readonly tagger?: string;
}

/** A report that was typed or pasted, tagged while it is written, without a film. */
export class TextDesk {
  #tagging: Tagging;
  #text = $state('');
  #labelSet = $state<LabelSet>('report');
  #state = $state.raw<TextState>({ kind: 'empty' });
  #result = $state.raw<TextResult | undefined>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #job: AbortController | undefined;

  constructor(tagging: Tagging) {
    this.#tagging = tagging;
  }

  /** The text as it is written; assigning to it tags it after a moment. */
  get text(): string {
    return this.#text;
  }
  set text(text: string) {
    this.#text = text;
    this.#stop();
    if (text.trim() === '') {
      this.#state = { kind: 'empty' };
      this.#result = undefined;
    } else {
      if (this.#tagging.ready) this.#state = { kind: 'tagging', share: 0 };
      this.#timer = setTimeout(() => void this.tag(), DEBOUNCE);
    }
  }

  get labelSet(): LabelSet {
    return this.#labelSet;
  }
  /** Assigning tags the text anew. */
  set labelSet(labelSet: LabelSet) {
    if (labelSet === this.#labelSet) return;
    this.#labelSet = labelSet;
    if (this.#state.kind !== 'empty') void this.tag();
  }

  get state(): TextState {
    return this.#state;
  }

  /** The last tagged text; it stays while the next one is being tagged. */
  get result(): TextResult | undefined {
    return this.#result;
  }

  /** Stops tagging; what was tagged stays. */
  cancel(): void {
    this.#stop();
    if (this.#state.kind === 'tagging')
      this.#state = { kind: 'failed', code: 'aborted', message: 'Cancelled.' };
  }

  /** Tags the text as it is now. Never throws: `state` says how it goes. */
  async tag(): Promise<void> {
    this.#stop();
    const text = this.#text;
    const labelSet = this.#labelSet;
    if (text.trim() === '') return;
    if (text.length > LONGEST_TEXT) {
      const message = `It has ${text.length.toLocaleString('en')} characters.`;
      this.#state = { kind: 'failed', code: 'text-too-large', message };
      return;
    }
    if (!this.#tagging.ready) {
      this.#state = { kind: 'waiting-for-tagger' };
      return;
    }
    const job = new AbortController();
    this.#job = job;
    this.#state = { kind: 'tagging', share: 0 };
    const begun = performance.now();
    try {
      const entities = await this.#tagging.tag(text, labelSet, job.signal, (share) => {
        if (this.#job === job) this.#state = { kind: 'tagging', share };
      });
      if (job.signal.aborted) return;
      const tagger = this.#tagging.name;
      this.#result = { text, labelSet, entities, ...(tagger === undefined ? {} : { tagger }) };
      this.#state = { kind: 'tagged', milliseconds: performance.now() - begun };
    } catch (cause) {
      if (!job.signal.aborted)
        this.#state = { kind: 'failed', code: errorCode(cause), message: errorMessage(cause) };
    } finally {
      if (this.#job === job) this.#job = undefined;
    }
  }

  #stop(): void {
    clearTimeout(this.#timer);
    this.#job?.abort();
    this.#job = undefined;
  }
}
