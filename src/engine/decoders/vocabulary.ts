import * as v from 'valibot';
import { EngineError } from '../errors';
import { Phrases } from '../decoding/phrases';
import { SPECIAL_TOKENS } from '../decoding/special-tokens';

const VocabularySchema = v.object({
  tokens: v.array(v.string()),
  /** Lower-case word -> how reports write it (CT, Schmorl). */
  cased: v.optional(v.record(v.string(), v.string()), {}),
  /** Fingerprints of phrases, ascending: 32-bit numbers, little-endian, in base64. */
  phrases: v.optional(v.pipe(v.string(), v.base64('its phrases are no base64'))),
});

/** Words of a decoder: id = place in `tokens`. */
export interface DecoderVocabulary {
  readonly tokens: readonly string[];
  readonly cased: ReadonlyMap<string, string>;
  /** Of the reports that it learned from; absent from packs that do not hold them. */
  readonly phrases?: Phrases;
}

/** Reads vocab.json. @param size  what the manifest says @throws EngineError `vocabulary` */
export function parseDecoderVocabulary(file: ArrayBuffer, size: number): DecoderVocabulary {
  const { tokens, cased, phrases } = parseVocabularyFile(file, VocabularySchema);
  if (tokens.length !== size) {
    throw new EngineError(
      'vocabulary',
      `vocab.json holds ${tokens.length} tokens, the manifest says ${size}.`,
    );
  }
  if (SPECIAL_TOKENS.some((token, id) => tokens[id] !== token) || !tokens.includes('.')) {
    throw new EngineError(
      'vocabulary',
      'vocab.json must begin with <pad> <bos> <eos> <unk> and hold a full stop.',
    );
  }
  return {
    tokens,
    cased: new Map(Object.entries(cased)),
    ...(phrases === undefined ? {} : { phrases: new Phrases(numbersOf(phrases), size) }),
  };
}

/** @throws EngineError `vocabulary` */
function numbersOf(base64: string): Uint32Array {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  if (bytes.length % Uint32Array.BYTES_PER_ELEMENT !== 0) {
    throw new EngineError('vocabulary', 'vocab.json: its phrases are no 32-bit numbers.');
  }
  const view = new DataView(bytes.buffer);
  return Uint32Array.from({ length: bytes.length / 4 }, (_, i) => view.getUint32(4 * i, true));
}

/** Parses the JSON of a vocabulary file by a schema. @throws EngineError `vocabulary` */
export function parseVocabularyFile<S extends v.GenericSchema>(
  file: ArrayBuffer,
  schema: S,
): v.InferOutput<S> {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder().decode(file));
  } catch (cause) {
    throw new EngineError('vocabulary', 'vocab.json is no JSON.', { cause });
  }
  const result = v.safeParse(schema, json);
  if (!result.success) throw new EngineError('vocabulary', `vocab.json: ${result.issues[0].message}`);
  return result.output;
}
