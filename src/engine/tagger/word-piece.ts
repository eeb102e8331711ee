import * as v from 'valibot';
import { parseVocabularyFile } from '../decoders/vocabulary';
import { EngineError } from '../errors';

const SPECIAL = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'] as const;
export const UNK = 1;
export const CLS = 2;
export const SEP = 3;

/** Words of more code points are not looked up, as in BERT. */
const LONGEST_WORD = 100;

/** WordPiece (Wu et al. 2016) as BERT uses it: the longest piece that fits, again and again. */
export class WordPiece {
  readonly #ids: ReadonlyMap<string, number>;
  readonly #longest: number;

  constructor(tokens: readonly string[]) {
    this.#ids = new Map(tokens.map((token, id) => [token, id]));
    this.#longest = tokens.reduce((longest, token) => Math.max(longest, token.length), 0);
  }

  /** Reads vocab.json. @param size  what the manifest says @throws EngineError `vocabulary` */
  static parse(file: ArrayBuffer, size: number): WordPiece {
    const { tokens } = parseVocabularyFile(file, v.object({ tokens: v.array(v.string()) }));
    if (tokens.length !== size) {
      throw new EngineError(
        'vocabulary',
        `vocab.json holds ${tokens.length} tokens, the manifest says ${size}.`,
      );
    }
    if (SPECIAL.some((token, id) => tokens[id] !== token)) {
      throw new EngineError('vocabulary', `vocab.json must begin with ${SPECIAL.join(' ')}.`);
    }
    return new WordPiece(tokens);
  }

  /**
   * Ids of a word's pieces, at least one: [UNK] when no split exists, the word is empty or too long.
   * @param word  in normal form
   */
  pieces(word: string): number[] {
    const characters = Array.from(word);
    if (characters.length === 0 || characters.length > LONGEST_WORD) return [UNK];
    const ids: number[] = [];
    for (let start = 0; start < characters.length;) {
      let end = Math.min(characters.length, start + this.#longest);
      let id: number | undefined;
      while (end > start) {
        id = this.#ids.get((start > 0 ? '##' : '') + characters.slice(start, end).join(''));
        if (id !== undefined) break;
        end -= 1;
      }
      if (id === undefined) return [UNK];
      ids.push(id);
      start = end;
    }
    return ids;
  }
}
