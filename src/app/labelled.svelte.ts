import type { Entity, LabelSet } from '../domain/entity';
import { errorCode, errorMessage } from './clients/errors';
import type { Tagging } from './tagging.svelte';

/** Whether the entities of the chosen label set are there. */
export type LabellingState =
  | { readonly kind: 'ready' }
  | { readonly kind: 'tagging' }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string };

/** One report seen through the label sets of the tagger; its own entities (label set `report`) stay as they are. */
export class Labelled {
  readonly text: string;
  #tagging: Tagging;
  #known: Partial<Record<LabelSet, readonly Entity[]>>;
  #job: AbortController | undefined;
  #labelSet = $state<LabelSet>('report');
  #entities = $state.raw<readonly Entity[]>([]);
  #state = $state.raw<LabellingState>({ kind: 'ready' });

  constructor(tagging: Tagging, text: string, entities: readonly Entity[]) {
    this.text = text;
    this.#tagging = tagging;
    this.#known = { report: entities };
    this.#entities = entities;
  }

  /** The label set that was chosen. */
  get labelSet(): LabelSet {
    return this.#labelSet;
  }

  /** Entities of that label set; none while they are being found. */
  get entities(): readonly Entity[] {
    return this.#entities;
  }

  get state(): LabellingState {
    return this.#state;
  }

  /** Shows the text with another label set, which is tagged once. Never throws: `state` says how it goes. */
  async choose(labelSet: LabelSet): Promise<void> {
    this.#job?.abort();
    this.#labelSet = labelSet;
    const known = this.#known[labelSet];
    this.#entities = known ?? [];
    this.#state = { kind: known ? 'ready' : 'tagging' };
    if (known) return;
    const job = new AbortController();
    this.#job = job;
    try {
      const entities = await this.#tagging.tag(this.text, labelSet, job.signal);
      this.#known[labelSet] = entities;
      if (job.signal.aborted) return;
      this.#entities = entities;
      this.#state = { kind: 'ready' };
    } catch (cause) {
      if (!job.signal.aborted)
        this.#state = { kind: 'failed', code: errorCode(cause), message: errorMessage(cause) };
    }
  }
}
