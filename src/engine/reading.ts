import { concernsOf } from '../domain/concerns';
import type { Entity } from '../domain/entity';
import { FINDINGS, NO_SIDES, type FilmSides, type Finding } from '../domain/finding';
import {
  guidanceOf,
  type ReadingStage,
  type Report,
  type ReportWord,
  type SentenceAlternative,
  type WordAttention,
} from '../domain/report';
import { isWord, writeReport, type JoinedReport, type WrittenReport } from '../domain/report-text';
import type { Search } from '../domain/search';
import type { EncoderManifest } from '../packs/manifest';
import {
  beamSearch,
  draftReports,
  greedy,
  mostAgreed,
  readBack,
  readImpression,
  sentenceAlternatives,
  USUAL_CONSENSUS,
  writeImpression,
  type DecodedToken,
  type DecodingOptions,
  type DecodingSession,
} from './decoding';
import type { Decoder, StudyEncoding } from './decoders/decoder';
import { guideFor, impressionGuide, type MeantToken, type ReportToken } from './guidance';

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

/** What a text is written with, beside the films. */
export interface WritingOptions extends DecodingOptions {
  /** The text is made to agree with them where its decoder asks for guidance. */
  readonly sides?: FilmSides;
}

/**
 * Writes the report of a study, guided where its pack asks for that. The words of a consensus are told once it is
 * found, as they are read back in.
 */
export async function decode(
  decoder: Decoder,
  study: StudyEncoding,
  search: Search,
  options: WritingOptions,
): Promise<readonly ReportToken[]> {
  const { rules } = decoder;
  const guide = await guideFor(decoder, study, options.sides ?? NO_SIDES);
  if (search === 'consensus') {
    const { consensus = USUAL_CONSENSUS } = decoder.manifest.decoding;
    const drafts = await inSession(decoder, study, (session) =>
      draftReports(session, rules, consensus, options),
    );
    const meant = drafts.map(guide);
    const chosen = mostAgreed(
      meant.map((tokens) => tokens.map(({ token }) => token)),
      rules.comma,
    );
    return readIn(decoder, study, meant[chosen] ?? [], options);
  }
  const decoded = await inSession(decoder, study, (session) =>
    search > 1 ? beamSearch(session, rules, search, options) : greedy(session, rules, options),
  );
  const meant = guide(decoded.map(({ token }) => token));
  if (areSame(meant, decoded)) return decoded;
  return readIn(decoder, study, meant, options.pause ? { pause: options.pause } : {});
}

function areSame(meant: readonly MeantToken[], decoded: readonly MeantToken[]): boolean {
  return meant.length === decoded.length && meant.every(({ token }, i) => token === decoded[i]?.token);
}

/** Tokens with what the decoder makes of them. */
async function readIn(
  decoder: Decoder,
  study: StudyEncoding,
  meant: readonly MeantToken[],
  options: DecodingOptions,
): Promise<ReportToken[]> {
  const tokens = meant.map(({ token }) => token);
  const read = await inSession(decoder, study, (session) =>
    readBack(session, decoder.rules, tokens, options),
  );
  return read.map((token, i) => ({ ...token, ...meant[i] }));
}

/** Writes the impression that follows from findings as they are shown; empty where the decoder has learnt none. */
export async function concluded(
  decoder: Decoder,
  study: StudyEncoding,
  findings: readonly MeantToken[],
  options: DecodingOptions,
): Promise<readonly ReportToken[]> {
  const { rules, manifest } = decoder;
  const { impression } = manifest.decoding;
  if (!impression) return [];
  const above = findings.map(({ token }) => token);
  const decoded = await inSession(decoder, study, (session) =>
    writeImpression(session, rules, above, impression.maxLength, options),
  );
  const meant = impressionGuide(decoder, findings)(decoded.map(({ token }) => token));
  if (areSame(meant, decoded)) return decoded;
  const tokens = meant.map(({ token }) => token);
  const read = await inSession(decoder, study, (session) =>
    readImpression(session, rules, above, tokens, options),
  );
  return read.map((token, i) => ({ ...token, ...meant[i] }));
}

/** What else could stand in the place of each sentence, likeliest first. @param count  of each sentence, at most */
export async function alternatives(
  decoder: Decoder,
  study: StudyEncoding,
  decoded: readonly DecodedToken[],
  count: number,
  options: DecodingOptions,
): Promise<SentenceAlternative[][]> {
  const tokens = decoded.map(({ token }) => token);
  const found = await inSession(decoder, study, (session) =>
    sentenceAlternatives(session, decoder.rules, tokens, count, options),
  );
  return found.map((sentences) =>
    sentences.map(({ tokens: ids, logProbability }) => ({
      text: written(
        decoder,
        ids.map((token) => ({ token })),
      ).text,
      logProbability,
    })),
  );
}

/** Work with a newly opened session of a study, which is closed whatever happens. */
async function inSession<T>(
  decoder: Decoder,
  study: StudyEncoding,
  work: (session: DecodingSession) => Promise<T>,
): Promise<T> {
  const session = decoder.open(study);
  try {
    return await work(session);
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
    const sentence = { ...span, ...guidanceOf(decoded[first] ?? {}) };
    return {
      ...sentence,
      concerns: concernsOf(text.text, sentence, entities, findings, text.impressionStart),
    };
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
