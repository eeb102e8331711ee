import type { DecoderManifest, EncoderManifest, Manifest, TaggerManifest } from '../packs/manifest';
import { Decoder } from './decoders/decoder';
import { Encoder } from './encoders/encoder';
import { EngineError } from './errors';
import { Tagger } from './tagger/tagger';

/** The bytes of a pack's files by their names in the manifest. */
export type PackFiles = ReadonlyMap<string, ArrayBuffer>;

const WEIGHTS_FILE = 'weights.bin';
const VOCABULARY_FILE = 'vocab.json';

/** The networks that the engine holds, one version of each id. */
export class Library {
  readonly #encoders = new Map<string, Encoder>();
  readonly #decoders = new Map<string, Decoder>();
  readonly #taggers = new Map<string, Tagger>();

  /** @throws EngineError `weights`, `not-loaded` */
  addEncoder(manifest: EncoderManifest, files: PackFiles): void {
    replace(this.#encoders, manifest.id, new Encoder(manifest, fileOf(manifest, files, WEIGHTS_FILE)));
  }

  /** @throws EngineError `weights`, `vocabulary`, `not-loaded` when its encoder is not there */
  addDecoder(manifest: DecoderManifest, files: PackFiles): void {
    const encoder = this.encoderFor(manifest);
    const decoder = new Decoder(manifest, encoder.manifest.architecture, bothFiles(manifest, files));
    replace(this.#decoders, manifest.id, decoder);
  }

  /** @throws EngineError `weights`, `vocabulary` */
  addTagger(manifest: TaggerManifest, files: PackFiles): void {
    replace(this.#taggers, manifest.id, new Tagger(manifest, bothFiles(manifest, files)));
  }

  /** The encoder whose map a decoder was trained on: the very version. @throws EngineError `not-loaded` */
  encoderFor({ requires }: DecoderManifest): Encoder {
    const encoder = this.#encoders.get(requires.id);
    if (!encoder || encoder.manifest.version !== requires.version) {
      throw new EngineError('not-loaded', `The encoder ${requires.id} ${requires.version} is not loaded.`);
    }
    return encoder;
  }

  /** @param id  any encoder when absent @throws EngineError `not-loaded` */
  encoder(id?: string): Encoder {
    return pick(this.#encoders, id, 'encoder');
  }

  /** @throws EngineError `not-loaded` */
  decoder(id: string): Decoder {
    return pick(this.#decoders, id, 'decoder');
  }

  /** @param id  any tagger when absent @throws EngineError `not-loaded` */
  tagger(id?: string): Tagger {
    return pick(this.#taggers, id, 'tagger');
  }

  hasTagger(): boolean {
    return this.#taggers.size > 0;
  }

  /** Which packs are held. */
  manifests(): readonly Manifest[] {
    return this.#all().flatMap((held) => [...held.values()].map(({ manifest }) => manifest));
  }

  /** Frees the networks of a pack; nothing happens when it is not there. */
  remove(id: string): void {
    for (const held of this.#all()) {
      held.get(id)?.dispose();
      held.delete(id);
    }
  }

  dispose(): void {
    for (const { id } of this.manifests()) this.remove(id);
  }

  #all(): readonly Map<string, Encoder | Decoder | Tagger>[] {
    return [this.#encoders, this.#decoders, this.#taggers] as Map<string, Encoder | Decoder | Tagger>[];
  }
}

function replace<T extends { dispose(): void }>(held: Map<string, T>, id: string, made: T): void {
  held.get(id)?.dispose();
  held.set(id, made);
}

function pick<T>(held: ReadonlyMap<string, T>, id: string | undefined, what: string): T {
  const found = id === undefined ? held.values().next().value : held.get(id);
  if (!found)
    throw new EngineError('not-loaded', id ? `The ${what} ${id} is not loaded.` : `No ${what} is loaded.`);
  return found;
}

function bothFiles(manifest: Manifest, files: PackFiles): { weights: ArrayBuffer; vocabulary: ArrayBuffer } {
  return {
    weights: fileOf(manifest, files, WEIGHTS_FILE),
    vocabulary: fileOf(manifest, files, VOCABULARY_FILE),
  };
}

function fileOf(manifest: Manifest, files: PackFiles, name: string): ArrayBuffer {
  const file = files.get(name);
  if (!file) throw new EngineError('weights', `The pack ${manifest.id} was handed over without ${name}.`);
  return file;
}
