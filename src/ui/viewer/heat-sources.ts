import type { FilmSlot } from '../../domain/film';
import { FINDING_PHRASES } from '../../domain/finding-phrases';
import { findingLabel, FINDINGS, type FindingName } from '../../domain/finding';
import type { Report, ReportWord, WordAttention } from '../../domain/report';
import type { Extent } from '../../domain/viewing';
import { heatPeak } from './heatmap';

/** What the film panes draw over the films. */
export interface Heat {
  /** The word, the sentence or the finding. */
  readonly of: string;
  /** How the map was made. */
  readonly by: string;
  /** What the weights count. */
  readonly unit: string;
  readonly map: Extent;
  /** Weight at the end of the colour scale, the same for both films. */
  readonly peak: number;
  readonly frontal: Float32Array;
  readonly lateral?: Float32Array;
}

/** Logits over the mean of the films below which an activation map does not glow. */
const FAINT_ACTIVATION = 1;
const SHARE = 'a place';

/** The attention of a word. */
export function wordHeat(report: Report, word: ReportWord): Heat {
  const of = report.text.slice(word.start, word.end);
  return { of, by: 'attention of the word', ...attentionHeat(report, word.attention) };
}

/** The mean attention of the words of a word's sentence. */
export function sentenceHeat(report: Report, word: ReportWord): Heat {
  const sentence = report.sentences.find(({ start, end }) => start <= word.start && word.end <= end);
  if (!sentence) return wordHeat(report, word);
  const words = report.words.filter(({ start, end }) => sentence.start <= start && end <= sentence.end);
  return {
    of: report.text.slice(sentence.start, sentence.end),
    by: `mean attention of its ${words.length} words`,
    ...attentionHeat(report, meanAttention(words)),
  };
}

/**
 * Where a finding was seen: by the class activation map of the finding head (Zhou et al. 2016), which the engine gives
 * with the report; without it, by the attention of the words that name the finding.
 * @returns undefined when there is neither
 */
export function findingHeat(report: Report, name: FindingName): Heat | undefined {
  return activationHeat(report, name) ?? namingHeat(report, name);
}

function activationHeat(report: Report, name: FindingName): Heat | undefined {
  const { activations, map } = report;
  if (!activations) return undefined;
  const column = FINDINGS.indexOf(name);
  const over = (slot: FilmSlot): Float32Array | undefined => {
    const all = activations[slot];
    return all && aboveMean(all, column, map.height * map.width);
  };
  const frontal = over('frontal');
  if (!frontal) return undefined;
  const lateral = over('lateral');
  const peak = Math.max(FAINT_ACTIVATION, ...frontal, ...(lateral ?? []));
  return {
    of: findingLabel(name),
    by: 'activation map of the finding head',
    unit: 'logit over the mean',
    map,
    peak,
    frontal,
    ...(lateral ? { lateral } : {}),
  };
}

/** What each place adds to the logit of a finding over the mean of all places; nothing where it adds less. */
function aboveMean(activations: Float32Array, column: number, places: number): Float32Array {
  const own = Float32Array.from(
    { length: places },
    (_, place) => activations[place * FINDINGS.length + column] ?? 0,
  );
  const mean = own.reduce((sum, value) => sum + value, 0) / places;
  return own.map((value) => Math.max(0, value - mean));
}

function namingHeat(report: Report, name: FindingName): Heat | undefined {
  const phrase = FINDING_PHRASES[name];
  if (!phrase) return undefined;
  const spans = [...report.text.toLowerCase().matchAll(phrase)].map(({ index, 0: { length } }) => ({
    start: index,
    end: index + length,
  }));
  const words = report.words.filter((word) =>
    spans.some(({ start, end }) => word.start < end && start < word.end),
  );
  if (words.length === 0) return undefined;
  return {
    of: findingLabel(name),
    by: `attention of ${words.length === 1 ? 'the word that names' : `the ${words.length} words that name`} it`,
    ...attentionHeat(report, meanAttention(words)),
  };
}

function attentionHeat(
  report: Report,
  attention: WordAttention,
): Pick<Heat, 'map' | 'peak' | 'frontal' | 'unit'> {
  const { frontal, lateral } = attention;
  return {
    unit: SHARE,
    map: report.map,
    peak: heatPeak(attention),
    frontal,
    ...(lateral ? { lateral } : {}),
  };
}

/** @param words  at least one */
function meanAttention(words: readonly ReportWord[]): WordAttention {
  const mean = (rows: readonly Float32Array[]): Float32Array =>
    Float32Array.from(
      rows[0] ?? [],
      (_, place) => rows.reduce((sum, row) => sum + (row[place] ?? 0), 0) / rows.length,
    );
  const laterals = words.flatMap(({ attention }) => attention.lateral ?? []);
  return {
    frontal: mean(words.map(({ attention }) => attention.frontal)),
    ...(laterals.length > 0 ? { lateral: mean(laterals) } : {}),
    findings: mean(words.map(({ attention }) => attention.findings)),
  };
}
