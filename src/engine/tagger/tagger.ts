import * as tf from '@tensorflow/tfjs-core';
import { ASSERTIONS, type Entity, type LabelSet } from '../../domain/entity';
import type { TaggerManifest } from '../../packs/manifest';
import { EngineError } from '../errors';
import { dense } from '../layers';
import type { Tap } from '../tap';
import { Weights } from '../weights';
import { bert, bertShapes, prepareBert } from './bert';
import { spansOf } from './spans';
import { bioGrammar, viterbi, type TagGrammar } from './viterbi';
import { windowsOver, type TextWindow } from './windows';
import { CLS, SEP, WordPiece } from './word-piece';
import { normalForm, splitWords } from '../../domain/words';

/** Types that carry an assertion, in the label set `report` only. */
const ASSERTED_TYPES: ReadonlySet<string> = new Set(['DISEASE', 'DEVICE']);

interface LabelHead {
  readonly tags: readonly string[];
  readonly grammar: TagGrammar;
  /** Layers that it reads. */
  readonly depth: number;
}

/** Scores of every word of a text; of assertion in the label set `report` only. */
interface WordScores {
  readonly tags: readonly Float32Array[];
  readonly assertions: readonly Float32Array[];
}

export interface TaggingOptions {
  /** Called between two windows; it may let other tasks run, and throw to stop. */
  readonly pause?: () => Promise<void>;
  /** Called after each window. */
  readonly onWindow?: (done: number, of: number) => void;
}

/** A tagger pack on a backend: BERT with one head a label set and one for assertion. */
export class Tagger {
  readonly #weights: Weights;
  readonly pieces: WordPiece;
  readonly #heads: ReadonlyMap<LabelSet, LabelHead>;

  /** @throws EngineError `weights`, `vocabulary` */
  constructor(
    readonly manifest: TaggerManifest,
    files: { readonly weights: ArrayBuffer; readonly vocabulary: ArrayBuffer },
  ) {
    this.pieces = WordPiece.parse(files.vocabulary, manifest.architecture.vocabulary);
    this.#weights = Weights.load(manifest.weights, files.weights, shapesOf(manifest));
    prepareBert(this.#weights, manifest.architecture);
    this.#heads = new Map(
      labelSetsOf(manifest).map(([name, { tags, layers = manifest.architecture.layers }]) => {
        const path = `head.${name}.transitions`;
        const learned = this.#weights.has(path) ? this.#weights.tensor(path).dataSync() : undefined;
        return [name, { tags, grammar: bioGrammar(tags, learned), depth: layers }];
      }),
    );
  }

  /**
   * Entities of a text, sorted, never overlapping, with offsets in UTF-16 code units of the text as given.
   * Any text of any length.
   * @throws EngineError `unknown-labels`, and what `pause` throws
   */
  async tag(text: string, labelSet: LabelSet, options: TaggingOptions = {}): Promise<Entity[]> {
    const words = splitWords(text);
    const { tags, assertions } = await this.#read(
      words.map(({ norm }) => norm),
      labelSet,
      options,
    );
    return spansOf(tags).flatMap(({ first, last, type }) => {
      const start = words[first]?.start;
      const end = words[last]?.end;
      if (start === undefined || end === undefined) return [];
      const isAsserted = labelSet === 'report' && ASSERTED_TYPES.has(type);
      return [
        {
          start,
          end,
          type,
          ...(isAsserted ? { assertion: assertionOf(assertions.slice(first, last + 1)) } : {}),
        },
      ];
    });
  }

  /**
   * One tag for each of the words given, which are taken as they are (a corpus's own tokens).
   * @throws EngineError `unknown-labels`
   */
  async tagWords(words: readonly string[], labelSet: LabelSet): Promise<string[]> {
    const norms = words.map((word) => normalForm(word) || word.normalize('NFC'));
    return (await this.#read(norms, labelSet)).tags;
  }

  /**
   * Scores [n, tags] of a label set at places of a sequence of pieces, and for `report` those of assertion; call it
   * inside `tf.tidy`.
   * @throws EngineError `unknown-labels`
   */
  scores(
    pieces: readonly number[],
    places: readonly number[],
    labelSet: LabelSet,
    tap?: Tap,
  ): { readonly tags: tf.Tensor2D; readonly assertion?: tf.Tensor2D } {
    const { depth } = this.#head(labelSet);
    const hidden = bert(this.#weights, pieces, this.manifest.architecture, {
      depth,
      places,
      ...(tap ? { tap } : {}),
    });
    const read = (head: string): tf.Tensor2D => dense(this.#weights.at(`head.${head}`), hidden);
    return { tags: read(labelSet), ...(labelSet === 'report' ? { assertion: read('assertion') } : {}) };
  }

  dispose(): void {
    this.#weights.dispose();
  }

  async #read(words: readonly string[], labelSet: LabelSet, options: TaggingOptions = {}) {
    const head = this.#head(labelSet);
    const pieces = words.map((word) => this.#piecesOf(word));
    const { positions, window, overlap } = this.manifest.architecture;
    const size = Math.min(window, positions - 2);
    const windows = windowsOver(
      pieces.map(({ length }) => length),
      size,
      overlap,
    );
    const scores: WordScores[] = [];
    for (const stretch of words.length > 0 ? windows : []) {
      await options.pause?.();
      scores.push(await this.#score(pieces, stretch, labelSet));
      options.onWindow?.(scores.length, windows.length);
    }
    const path = viterbi(
      scores.flatMap(({ tags }) => tags),
      head.grammar,
    );
    return {
      tags: path.map((tag) => head.tags[tag] ?? 'O'),
      assertions: scores.flatMap(({ assertions }) => assertions),
    };
  }

  #head(labelSet: LabelSet): LabelHead {
    const head = this.#heads.get(labelSet);
    if (!head)
      throw new EngineError('unknown-labels', `This tagger does not know the label set ${labelSet}.`);
    return head;
  }

  /** Pieces of a word in normal form, cut to what a window holds. */
  #piecesOf(word: string): number[] {
    const { positions, window } = this.manifest.architecture;
    return this.pieces.pieces(word).slice(0, Math.min(window, positions - 2));
  }

  /** Tag and assertion scores at the first piece of each word that the window answers for. */
  async #score(
    pieces: readonly (readonly number[])[],
    window: TextWindow,
    labelSet: LabelSet,
  ): Promise<WordScores> {
    const ids = [CLS];
    const places: number[] = [];
    for (let word = window.first; word < window.end; word++) {
      if (word >= window.from && word < window.to) places.push(ids.length);
      ids.push(...(pieces[word] ?? []));
    }
    ids.push(SEP);
    const scores = tf.tidy(() => this.scores(ids, places, labelSet));
    try {
      const [tags, assertions] = await Promise.all([
        scores.tags.data<'float32'>(),
        scores.assertion?.data<'float32'>(),
      ]);
      return {
        tags: rowsOf(tags, places.length),
        assertions: assertions ? rowsOf(assertions, places.length) : [],
      };
    } finally {
      tf.dispose({ ...scores });
    }
  }
}

function rowsOf(values: Float32Array, count: number): Float32Array[] {
  const width = values.length / count;
  return Array.from({ length: count }, (_, row) => values.slice(row * width, (row + 1) * width));
}

/** The assertion whose mean score over the words is highest. */
function assertionOf(words: readonly Float32Array[]): (typeof ASSERTIONS)[number] {
  const sums = ASSERTIONS.map((_, i) => words.reduce((sum, scores) => sum + (scores[i] ?? 0), 0));
  return ASSERTIONS[sums.indexOf(Math.max(...sums))] ?? 'present';
}

type LabelSetEntry = NonNullable<TaggerManifest['architecture']['labelSets'][LabelSet]>;

/** @throws EngineError `weights` when a head reads more layers than there are */
function labelSetsOf({ architecture }: TaggerManifest): [LabelSet, LabelSetEntry][] {
  return Object.entries(architecture.labelSets).map(([name, entry]) => {
    if (entry.layers !== undefined && entry.layers > architecture.layers) {
      const message = `The head ${name} reads ${entry.layers} layers, the tagger has ${architecture.layers}.`;
      throw new EngineError('weights', message);
    }
    return [name as LabelSet, entry];
  });
}

function shapesOf(manifest: TaggerManifest): Map<string, readonly number[]> {
  const { architecture } = manifest;
  const shapes = bertShapes(architecture);
  const present = new Set(manifest.weights.map(({ name }) => name));
  for (const [name, { tags }] of labelSetsOf(manifest)) {
    shapes.set(`head.${name}.kernel`, [architecture.hidden, tags.length]);
    shapes.set(`head.${name}.bias`, [tags.length]);
    const transitions = `head.${name}.transitions`;
    if (present.has(transitions)) shapes.set(transitions, [tags.length, tags.length]);
  }
  shapes.set('head.assertion.kernel', [architecture.hidden, ASSERTIONS.length]);
  shapes.set('head.assertion.bias', [ASSERTIONS.length]);
  return shapes;
}
