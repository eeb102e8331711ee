/* eslint-disable svelte/prefer-svelte-reactivity -- sets here are plain values, made and dropped */
import type { Report } from '../domain/report';
import type { Search } from '../domain/search';
import { packName, type PackRef } from '../packs/listing';
import { errorCode, errorMessage, WorkerError } from './clients/errors';
import type { InferencePort } from './clients/ports';
import type { Desk } from './desk.svelte';
import type { Models } from './models.svelte';
import type { Runtime } from './runtime.svelte';
import type { PackState } from './states';

/** One way of reading a study: a decoder, and how it searches. */
export interface Reader {
  readonly decoder: PackRef;
  readonly search: Search;
}

/** How one reader fares. */
export type ReaderState =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'reading'; readonly text: string }
  | { readonly kind: 'done'; readonly report: Report }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string };

/** A comparison: of which films, by which readers, with what outcome. */
export interface Comparison {
  /** Object URLs of the films, to tell whether others lie on the desk by now. */
  readonly films: readonly string[];
  readonly hasLateral: boolean;
  readonly readers: readonly Reader[];
  readonly states: readonly ReaderState[];
}

export const FEWEST_READERS = 2;
export const MOST_READERS = 3;
/** What stands beside a decoder's own search, in this order. */
const OTHERS: readonly Search[] = [1, 3, 'consensus', 5];

/** Several models, or several ways of searching with one, on the study that lies on the desk. */
export class Compare {
  #inference: InferencePort;
  #models: Models;
  #runtime: Runtime;
  #desk: Desk;
  #chosen = $state.raw<readonly Reader[] | undefined>();
  #comparison = $state.raw<Comparison | undefined>();
  #running = $state.raw<AbortController | undefined>();

  constructor(parts: { inference: InferencePort; models: Models; runtime: Runtime; desk: Desk }) {
    this.#inference = parts.inference;
    this.#models = parts.models;
    this.#runtime = parts.runtime;
    this.#desk = parts.desk;
  }

  /** Decoders whose own files, whose encoder and the tagger are installed. */
  readonly decoders: readonly PackState[] = $derived.by(() =>
    this.#models.decoders.filter((pack) => pack.state.kind === 'installed' && this.#installed(pack.requires)),
  );

  /** Who reads: what was chosen as far as it is still installed, else a sensible two. */
  readonly readers: readonly Reader[] = $derived.by(() => {
    const known = new Set(this.decoders.map(packName));
    const kept = this.#chosen?.filter(({ decoder }) => known.has(packName(decoder))) ?? [];
    return kept.length >= FEWEST_READERS ? kept : this.#usual();
  });

  /** True when two readers are alike, and so would write the same. */
  readonly alike: boolean = $derived(new Set(this.readers.map(readerKey)).size < this.readers.length);

  /** The last comparison, running or over. */
  get comparison(): Comparison | undefined {
    return this.#comparison;
  }

  get running(): boolean {
    return this.#running !== undefined;
  }

  /** True when the comparison was of other films than those on the desk. */
  readonly stale: boolean = $derived.by(() => {
    const films = this.#films();
    return this.#comparison !== undefined && films.join() !== this.#comparison.films.join();
  });

  /** True when `run` has all it needs. */
  readonly canRun: boolean = $derived.by(
    () =>
      this.#desk.frontal.kind === 'ready' &&
      this.#desk.lateral.kind !== 'loading' &&
      this.#desk.viewWarning === undefined &&
      this.#desk.study.kind !== 'reading' &&
      this.readers.length >= FEWEST_READERS &&
      !this.alike &&
      !this.running,
  );

  /** Takes another reader in a place. */
  choose(place: number, reader: Reader): void {
    this.#chosen = this.readers.map((each, i) => (i === place ? reader : each));
  }

  /** A third reader: the first installed decoder or search that does not read yet. */
  add(): void {
    if (this.readers.length >= MOST_READERS) return;
    const taken = new Set(this.readers.map(readerKey));
    const next = this.#possible().find((reader) => !taken.has(readerKey(reader)));
    if (next) this.#chosen = [...this.readers, next];
  }

  remove(place: number): void {
    if (this.readers.length <= FEWEST_READERS) return;
    this.#chosen = this.readers.filter((_, i) => i !== place);
  }

  /** Has the readers read one after the other. Never throws: each says how it went. */
  async run(): Promise<void> {
    const films = this.#desk.films;
    if (!this.canRun || !films) return;
    const running = new AbortController();
    const { readers } = this;
    this.#running = running;
    this.#comparison = {
      films: this.#films(),
      hasLateral: films.lateral !== undefined,
      readers,
      states: readers.map(() => ({ kind: 'waiting' })),
    };
    for (const [place, reader] of readers.entries()) {
      if (running.signal.aborted) this.#note(place, { kind: 'cancelled' });
      else await this.#read(place, reader, films, running.signal);
    }
    if (this.#running === running) this.#running = undefined;
  }

  /** Stops the reading; reports that are finished stay. */
  cancel(): void {
    this.#running?.abort();
  }

  async #read(
    place: number,
    { decoder, search }: Reader,
    films: { readonly frontal: Blob; readonly lateral?: Blob },
    signal: AbortSignal,
  ): Promise<void> {
    this.#note(place, { kind: 'reading', text: '' });
    try {
      await this.#runtime.ensure(this.#packsOf(decoder), signal);
      if (this.#runtime.sealed === false) {
        throw new WorkerError('not-sealed', 'The worker is not shut off from the network.');
      }
      const report = await this.#inference.read(films.frontal, films.lateral, {
        decoder: decoder.id,
        search,
        signal,
        onStage: () => undefined,
        onWord: (word) => {
          const now = this.#comparison?.states[place];
          if (!signal.aborted && now?.kind === 'reading')
            this.#note(place, { kind: 'reading', text: joined(now.text, word) });
        },
      });
      signal.throwIfAborted();
      this.#note(place, { kind: 'done', report });
    } catch (cause) {
      const code = errorCode(cause);
      const cancelled = signal.aborted || code === 'aborted';
      this.#note(
        place,
        cancelled ? { kind: 'cancelled' } : { kind: 'failed', code, message: errorMessage(cause) },
      );
    }
  }

  #note(place: number, state: ReaderState): void {
    if (!this.#comparison) return;
    const states = this.#comparison.states.map((each, i) => (i === place ? state : each));
    this.#comparison = { ...this.#comparison, states };
  }

  #films(): string[] {
    const { frontal, lateral } = this.#desk;
    return [frontal, lateral].map((film) => (film.kind === 'ready' ? film.url : ''));
  }

  /** The encoder, the decoder and the tagger, in the order in which they are loaded. */
  #packsOf(decoder: PackRef): PackRef[] {
    const manifest = this.#models.manifest(decoder);
    const tagger = this.#models.needed?.tagger;
    return [
      ...(manifest?.task === 'decoder' ? [manifest.requires] : []),
      decoder,
      ...(tagger && this.#installed(tagger) ? [tagger] : []),
    ];
  }

  /** Two different decoders where there are two, the one in use first; else two searches of the one. */
  #usual(): readonly Reader[] {
    const possible = this.#possible();
    const [first] = possible;
    if (!first) return [];
    const second =
      possible.find(({ decoder }) => packName(decoder) !== packName(first.decoder)) ?? possible[1];
    return second ? [first, second] : [first];
  }

  /** Every decoder as it is meant to search, the one in use first; then each in the other ways. */
  #possible(): readonly Reader[] {
    const inUse = this.#models.needed?.decoder;
    const rank = (pack: PackRef): number => Number(!inUse || packName(pack) !== packName(inUse));
    const decoders = [...this.decoders].sort((a, b) => rank(a) - rank(b)).map(refOf);
    const meant = decoders.map((decoder): Reader => ({ decoder, search: this.#models.ownSearch(decoder) }));
    const others = OTHERS.flatMap((search) => decoders.map((decoder): Reader => ({ decoder, search })));
    return [...meant, ...others.filter(({ decoder, search }) => search !== this.#models.ownSearch(decoder))];
  }

  /** How many films a decoder looks at. */
  filmsOf(decoder: PackRef): 1 | 2 {
    const manifest = this.#models.manifest(decoder);
    return manifest?.task === 'decoder' ? manifest.architecture.films : 2;
  }

  #installed(ref: PackRef | undefined): boolean {
    return this.#models.packs.some(
      (pack) => ref && packName(pack) === packName(ref) && pack.state.kind === 'installed',
    );
  }
}

/** `lite-gru@1.0.0/3`: readers with the same key write the same. */
export function readerKey({ decoder, search }: Reader): string {
  return `${packName(decoder)}/${search}`;
}

function refOf({ id, version }: PackRef): PackRef {
  return { id, version };
}

/** Words of a report in the making; marks stand close to the word before. */
function joined(text: string, word: string): string {
  return text === '' || /^[.,;:)]/.test(word) ? text + word : `${text} ${word}`;
}
