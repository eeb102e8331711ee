import * as tf from '@tensorflow/tfjs-core';
import type { Entity, LabelSet } from '../domain/entity';
import type { FilmQuality, GreyImage } from '../domain/film';
import type { ReadingStage, Report } from '../domain/report';
import type { Search } from '../domain/search';
import { ownSearch, type Manifest } from '../packs/manifest';
import { startBackend, type BackendName, type StartedBackend, type StartOptions } from './backend';
import { pauseUnless } from './breathing';
import { asEngineError, EngineError, throwIfAborted } from './errors';
import { filmQuality, filmSides } from './findings';
import { Library, type PackFiles } from './library';
import { look, mapFilms, studyFindings } from './looking';
import { squeeze } from './prepare';
import { composeReport, StageClock, type StageTimes } from './reading';
import { writeSections } from './sections';
import { tagText } from './tagger/tag-text';
import type { TaggingOptions } from './tagger/tagger';

export interface EngineOptions extends StartOptions {
  /** Tried first; otherwise webgpu, webgl, wasm, cpu. */
  readonly preferred?: BackendName;
  /**
   * Where decoder and tagger run. `auto` takes wasm beside a graphics backend, their many small operations
   * being slower there than on the processor, and otherwise the encoder's backend.
   */
  readonly words?: 'auto' | 'same' | BackendName;
}

export interface StudyFilms {
  readonly frontal: GreyImage;
  readonly lateral?: GreyImage;
}

export interface ReadingOptions {
  /** Id of the decoder. */
  readonly decoder: string;
  /** The pack's own when absent. */
  readonly search?: Search;
  /** How many alternatives to give for each sentence; none when absent. */
  readonly alternatives?: number;
  /** Findings that are read back in instead of being written: the impression alone is the decoder's then. */
  readonly findings?: string;
  readonly signal?: AbortSignal;
  /** A stage begins; `times` are the milliseconds of those that are over. */
  readonly onStage?: (stage: ReadingStage, times: StageTimes) => void;
  /**
   * The word or mark `text` is the `index`-th written, with its capital; those of a consensus are told once it is
   * found. The report leaves out a last sentence that the length limit cuts off and sentences that say another again
   * (decoding/restatements.ts).
   */
  readonly onWord?: (text: string, index: number) => void;
}

/**
 * The engine: films in, tagged report out. It holds networks on one or two backends and does one thing at a
 * time; calls wait for each other. All errors are EngineError.
 */
export class Engine {
  readonly #library = new Library();
  readonly #onLost: ((reason: string) => void) | undefined;
  #queue: Promise<unknown> = Promise.resolve();
  #lost: string | undefined;

  private constructor(
    readonly backend: StartedBackend,
    /** Where decoder and tagger run. */
    readonly wordsBackend: StartedBackend,
    onLost: ((reason: string) => void) | undefined,
  ) {
    this.#onLost = onLost;
  }

  /**
   * Starts the backends. When one of them stops computing later (a GPU reset, a fault inside wasm), `onLost` is
   * called, and every call from then on fails with `backend`: the engine must be made anew in a fresh worker.
   * @throws EngineError `backend` when none can compute
   */
  static async create(options: EngineOptions = {}): Promise<Engine> {
    const state: { engine?: Engine; lost?: string } = {};
    const onLost = (reason: string): void => {
      state.lost ??= reason;
      if (state.engine) state.engine.#lose(reason);
    };
    const backend = await startBackend(options.preferred, { ...options, onLost });
    const wanted = wordsChoice(options.words ?? 'auto', backend.name);
    const wordsBackend =
      wanted === backend.name ? backend : await startBackend(wanted, { ...options, onLost });
    const engine = new Engine(backend, wordsBackend, options.onLost);
    state.engine = engine;
    if (state.lost !== undefined) engine.#lose(state.lost);
    return engine;
  }

  /**
   * Takes a pack's weights; a version that was held before is freed. The encoder of a decoder comes first.
   * @param manifest  parsed by `parseManifest`
   * @param files     checked bytes by file name: weights.bin, vocab.json
   * @throws EngineError `weights`, `vocabulary`, `not-loaded`, `out-of-memory`
   */
  loadPack(manifest: Manifest, files: PackFiles): Promise<void> {
    return this.#alone(async () => {
      switch (manifest.task) {
        case 'encoder':
          await this.#use(this.backend);
          return this.#library.addEncoder(manifest, files);
        case 'decoder':
          await this.#use(this.wordsBackend);
          return this.#library.addDecoder(manifest, files);
        case 'tagger':
          await this.#use(this.wordsBackend);
          return this.#library.addTagger(manifest, files);
      }
    });
  }

  /** Frees a pack's weights; nothing happens when it is not held. */
  unloadPack(id: string): Promise<void> {
    return this.#alone(async () => this.#library.remove(id));
  }

  /** The packs that are held. */
  packs(): readonly Manifest[] {
    return this.#library.manifests();
  }

  /** Looks at a film alone: which view, upright or not, a chest film or not. @throws EngineError `not-loaded` */
  assess(film: GreyImage, encoder?: string): Promise<FilmQuality> {
    return this.#alone(async () => {
      const network = this.#library.encoder(encoder);
      await this.#use(this.backend);
      return filmQuality(await network.encode(film), network.manifest.gate);
    });
  }

  /**
   * Reads a study.
   * @throws EngineError `not-a-chest-film` with the slot, `not-loaded`, `aborted`, `out-of-memory`, `backend`
   */
  read(study: StudyFilms, options: ReadingOptions): Promise<Report> {
    return this.#alone(() => this.#read(study, options), options.signal);
  }

  /**
   * Entities of any text, offsets in UTF-16 code units; assertions with the label set `report` only.
   * @param onWindow hears of a long text, which is read in windows, how many of them are done
   * @throws EngineError `not-loaded`, `unknown-labels`, `aborted`
   */
  tag(
    text: string,
    labelSet: LabelSet,
    signal?: AbortSignal,
    onWindow?: TaggingOptions['onWindow'],
  ): Promise<Entity[]> {
    return this.#alone(async () => {
      const tagger = this.#library.tagger();
      await this.#use(this.wordsBackend);
      const pause = pauseUnless(signal);
      return tagText(tagger, text, labelSet, onWindow ? { pause, onWindow } : { pause });
    }, signal);
  }

  /** One BIO tag for each word given. @throws EngineError `not-loaded`, `unknown-labels` */
  tagWords(words: readonly string[], labelSet: LabelSet): Promise<string[]> {
    return this.#alone(async () => {
      const tagger = this.#library.tagger();
      await this.#use(this.wordsBackend);
      return tagger.tagWords(words, labelSet);
    });
  }

  /** Frees all weights once the call before is over. */
  dispose(): Promise<void> {
    const freed = this.#queue.then(() => this.#library.dispose());
    this.#queue = freed.catch(() => undefined);
    return freed;
  }

  async #read(study: StudyFilms, options: ReadingOptions): Promise<Report> {
    const { signal } = options;
    const decoder = this.#library.decoder(options.decoder);
    const encoder = this.#library.encoderFor(decoder.manifest);
    const { search = ownSearch(decoder.manifest.decoding) } = options;
    const clock = new StageClock(options.onStage);
    const pause = pauseUnless(signal);

    const films = await clock.time('preparing', async () => {
      await this.#use(this.backend);
      return mapFilms(study, (film) => squeeze(film, encoder.manifest.input));
    });
    await pause();
    const seen = await clock.time('looking', async () => {
      const frontal = await look(encoder, films.frontal, 'frontal');
      await pause();
      const lateral = films.lateral && (await look(encoder, films.lateral, 'lateral'));
      return { frontal, ...(lateral ? { lateral } : {}) };
    });
    await pause();

    await this.#use(this.wordsBackend);
    const encodings = mapFilms(seen, ({ encoding }) => encoding);
    const findings = studyFindings(seen, encoder.manifest);
    const sides = filmSides(findings);
    const {
      decoded,
      text,
      alternatives: others,
    } = await clock.time('writing', () =>
      writeSections(decoder, encodings, { ...options, search, sides, pause }),
    );

    const tagger = this.#library.hasTagger() ? this.#library.tagger() : undefined;
    const entities = await clock.time('tagging', async () =>
      tagger ? tagText(tagger, text.text, 'report', { pause }) : [],
    );
    throwIfAborted(signal);

    const used = [encoder, decoder, ...(tagger ? [tagger] : [])].map(({ manifest }) => manifest);
    return composeReport({
      decoded,
      text,
      entities,
      alternatives: others,
      findings,
      map: encoder.manifest.architecture,
      sawLateral: study.lateral !== undefined && decoder.seesLateral,
      quality: mapFilms(seen, ({ quality }) => quality),
      activations: mapFilms(encodings, ({ activations }) => activations),
      provenance: {
        models: used.map(identity),
        ...(options.findings === undefined ? { search } : {}),
        encoderBackend: this.backend.name,
        decoderBackend: this.wordsBackend.name,
        stages: clock.all(),
        createdAt: new Date().toISOString(),
      },
    });
  }

  /** Makes a backend the active one: tfjs runs every operation on that. */
  async #use({ name }: StartedBackend): Promise<void> {
    if (tf.getBackend() !== name && !(await tf.setBackend(name))) {
      throw new EngineError('backend', `The backend ${name} does not come back.`);
    }
  }

  #lose(reason: string): void {
    if (this.#lost !== undefined) return;
    this.#lost = reason;
    this.#onLost?.(reason);
  }

  /** Runs one piece of work when those before it are over, and gives its errors their codes. */
  #alone<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    const run = async (): Promise<T> => {
      throwIfAborted(signal);
      if (this.#lost !== undefined) throw new EngineError('backend', `The engine stopped: ${this.#lost}.`);
      try {
        const result = await work();
        if (this.#lost !== undefined) throw new EngineError('backend', `The engine stopped: ${this.#lost}.`);
        return result;
      } catch (error) {
        if (error instanceof WebAssembly.RuntimeError) this.#lose(`wasm stopped: ${error.message}`);
        throw asEngineError(error);
      }
    };
    const result = this.#queue.then(run, run);
    this.#queue = result.catch(() => undefined);
    return result;
  }
}

/** A pack by its id, version and the hash of its weights. */
function identity({ id, version, files }: Manifest): Report['provenance']['models'][number] {
  return { id, version, sha256: files.find(({ path }) => path === 'weights.bin')?.sha256 ?? '' };
}

function wordsChoice(words: NonNullable<EngineOptions['words']>, encoder: BackendName): BackendName {
  if (words === 'same') return encoder;
  if (words !== 'auto') return words;
  return encoder === 'webgpu' || encoder === 'webgl' ? 'wasm' : encoder;
}
