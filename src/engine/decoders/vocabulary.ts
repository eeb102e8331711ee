import * as v from 'valibot';
import { EngineError } from '../errors';
import { SPECIAL_TOKENS } from '../decoding/special-tokens';

const VocabularySchema = v.object({
  tokens: v.array(v.string()),
  /** Lower-case word -> how reports write it (CT, Schmorl). */
  cased: v.optional(v.record(v.string(), v.string()), {}),
});

/** Words of a decoder: id = place in `tokens`. */
export interface DecoderVocabulary {
  readonly tokens: readonly string[];
  readonly cased: ReadonlyMap<string, string>;
}

/** Reads vocab.json. @param size  what the manifest says @throws EngineError `vocabulary` */
export function parseDecoderVocabulary(file: ArrayBuffer, size: number): DecoderVocabulary {
  const { tokens, cased } = parseVocabularyFile(file, VocabularySchema);
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
  return { tokens, cased: new Map(Object.entries(cased)) };
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
