import type { Entity, LabelSet } from '../domain/entity';
import { PackError } from '../packs/errors';
import { WorkerError } from './clients/errors';
import type { InferencePort } from './clients/ports';
import type { Models } from './models.svelte';
import type { Runtime } from './runtime.svelte';
import type { PackState } from './states';

const NOT_SEALED =
  'The part of the app that would see this text is not shut off from the network here, so it was not given the text. ' +
  'Load the page anew; if that does not help, this host does not serve the app as it was built.';

/** The tagger alone, without the packs that read films. */
export class Tagging {
  #inference: InferencePort;
  #models: Models;
  #runtime: Runtime;

  constructor(parts: { inference: InferencePort; models: Models; runtime: Runtime }) {
    this.#inference = parts.inference;
    this.#models = parts.models;
    this.#runtime = parts.runtime;
  }

  /** The pack that tags: the one studies are read with, else the newest that is installed, else any known. */
  readonly pack: PackState | undefined = $derived.by(() => {
    const taggers = this.#models.packs.filter(({ task }) => task === 'tagger');
    return (
      taggers.find(({ needed }) => needed) ??
      taggers.find(({ state }) => state.kind === 'installed') ??
      taggers[0]
    );
  });

  /** True when a text can be tagged. */
  readonly ready: boolean = $derived(this.pack?.state.kind === 'installed');

  /** Id and version of the pack: `tagger-mini 1.0.0`. */
  readonly name: string | undefined = $derived(this.pack && `${this.pack.id} ${this.pack.version}`);

  /**
   * Entities of any text, places in UTF-16 code units.
   * @param onShare hears how much of the text is read, 0..1
   * @throws PackError `missing` without a tagger, `integrity`; EngineError; WorkerError; `aborted` by the signal
   */
  async tag(
    text: string,
    labelSet: LabelSet,
    signal: AbortSignal,
    onShare?: (share: number) => void,
  ): Promise<readonly Entity[]> {
    const { pack } = this;
    if (!pack) throw new PackError('missing', 'No tagger is known.');
    await this.#runtime.ensure([{ id: pack.id, version: pack.version }], signal);
    if (this.#runtime.sealed === false) throw new WorkerError('not-sealed', NOT_SEALED);
    const onWindow = onShare && ((done: number, of: number) => onShare(done / of));
    return this.#inference.tag(text, labelSet, signal, onWindow);
  }
}
