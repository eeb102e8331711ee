import { concernsOf } from '../domain/concerns';
import type { Entity } from '../domain/entity';
import { FINDINGS, type Finding } from '../domain/finding';
import type { ReadingStage, Report, ReportWord, SentenceAlternative, WordAttention } from '../domain/report';
import { isWord, writeReport, type JoinedReport, type WrittenReport } from '../domain/report-text';
import type { EncoderManifest } from '../packs/manifest';
import {
  beamSearch,
  greedy,
  sentenceAlternatives,
  writeImpression,
  type DecodedToken,
  type DecodingOptions,
} from './decoding';
import type { Decoder, StudyEncoding } from './decoders/decoder';
import { guided, type ReportToken } from './guidance';

export type StageTimes = Readonly<Partial<Record<ReadingStage, number>>>;

/** Measures the stages of one reading, one after the other. */
export class StageClock {
  readonly #tell: ((stage: ReadingStage, times: StageTimes) => void) | undefined;
  readonly #times: Partial<Record<ReadingStage, number>> = {};

  constructor(tell?: (stage: ReadingStage, times: StageTimes) => void) {
    this.#tell = tell;
  }

  /** Runs one stage; a stage that runs again adds to its time. */
  async time<T>(stage: ReadingStage, work: () => Promise<T>): Promise<T> {
    this.#tell?.(stage, { ...this.#times });
    const start = performance.now();
    try {
      return await work();
    } finally {
      this.#times[stage] = (this.#times[stage] ?? 0) + performance.now() - start;
    }
  }

  /** Milliseconds of every stage; 0 for one that did not run. */
  all(): Record<ReadingStage, number> {
    return { preparing: 0, looking: 0, writing: 0, tagging: 0, ...this.#times };
  }
}

/** Writes the report of a study, guided where its pack asks for that. @param beam  width; 1 is greedy */
export async function decode(
  decoder: Decoder,
  study: StudyEncoding,
  beam: number,
  options: DecodingOptions,
): Promise<readonly ReportToken[]> {
  const session = decoder.open(study);
  let decoded: DecodedToken[];
  try {
    decoded =
      beam > 1
        ? await beamSearch(session, decoder.rules, beam, options)
        : await greedy(session, decoder.rules, options);
  } finally {
    session.close();
  }
  return guided(decoder, study, decoded, options);
}

/** Writes the impression that follows from findings; empty where the decoder has learnt none. @param findings tokens */
export async function concluded(
  decoder: Decoder,
  study: StudyEncoding,
  findings: readonly number[],
  options: DecodingOptions,
): Promise<DecodedToken[]> {
  const { impression } = decoder.manifest.decoding;
  if (!impression) return [];
  const session = decoder.open(study);
  try {
    return await writeImpression(session, decoder.rules, findings, impression.maxLength, options);
  } finally {
    session.close();
  }
}

/** What else could stand in the place of each sentence, likeliest first. @param count  of each sentence, at most */
export async function alternatives(
  decoder: Decoder,
  study: StudyEncoding,
  decoded: readonly DecodedToken[],
  count: number,
  options: DecodingOptions,
): Promise<SentenceAlternative[][]> {
  const session = decoder.open(study);
  try {
    const tokens = decoded.map(({ token }) => token);
    const found = await sentenceAlternatives(session, decoder.rules, tokens, count, options);
    return found.map((sentences) =>
      sentences.map(({ tokens: ids, logProbability }) => ({
        text: written(
          decoder,
          ids.map((token) => ({ token })),
        ).text,
        logProbability,
      })),
    );
  } finally {
    session.close();
  }
}

/** The written form of decoded tokens. */
export function written(decoder: Decoder, tokens: readonly { readonly token: number }[]): WrittenReport {
  const { tokens: words, cased } = decoder.vocabulary;
  return writeReport(
    tokens.map(({ token }) => words[token] ?? ''),
    cased,
  );
}

/** Puts the parts of a report together. */
export function composeReport(parts: {
  /** Of the findings, then of the impression; `text` is of both. */
  readonly decoded: readonly ReportToken[];
  readonly text: JoinedReport;
  readonly findings: readonly Finding[];
  readonly entities: readonly Entity[];
  readonly alternatives?: Report['alternatives'] | undefined;
  readonly map: EncoderManifest['architecture'];
  /** The decoder saw a lateral film. */
  readonly sawLateral: boolean;
  readonly quality: Report['quality'];
  readonly activations: NonNullable<Report['activations']>;
  readonly provenance: Report['provenance'];
}): Report {
  const { text, decoded, entities, findings, map, sawLateral, quality, activations, provenance } = parts;
  const cells = map.mapHeight * map.mapWidth;
  const words = decoded.flatMap(({ logProbability, attention }, i): ReportWord[] => {
    const placed = text.tokens[i];
    if (!placed || !isWord(placed.written)) return [];
    const { start, end } = placed;
    return [{ start, end, logProbability, attention: wordAttention(attention, cells, sawLateral) }];
  });
  const sentences = text.sentences.map((span) => {
    const first = text.tokens.findIndex(({ start }) => start === span.start);
    const putInFor = decoded[first]?.putInFor;
    const sentence = { ...span, ...(putInFor ? { putInFor } : {}) };
    return { ...sentence, concerns: concernsOf(text.text, sentence, entities, findings, text.impressionStart) };
  });
  return {
    text: text.text,
    ...(text.impressionStart === undefined ? {} : { impressionStart: text.impressionStart }),
    words,
    sentences,
    ...(parts.alternatives ? { alternatives: parts.alternatives } : {}),
    findings,
    entities,
    quality,
    activations,
    map: { height: map.mapHeight, width: map.mapWidth },
    provenance,
  };
}

/** Cuts attention over the slots into its maps; see decoders/attention-decoder.ts for their order. */
function wordAttention(slots: Float32Array, cells: number, sawLateral: boolean): WordAttention {
  return {
    frontal: slots.slice(0, cells),
    ...(sawLateral ? { lateral: slots.slice(cells, 2 * cells) } : {}),
    findings: slots.slice(slots.length - FINDINGS.length),
  };
}
