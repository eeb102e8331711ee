import { maskedLogSoftmax, topTokens } from './log-softmax';
import { forbidden, type DecodingRules } from './rules';
import type { DecodingOptions, DecodingSession } from './session';
import { BOS, EOS } from './special-tokens';

/** A sentence that could stand where another stands. */
export interface DecodedSentence {
  /** With its full stop. */
  readonly tokens: readonly number[];
  /** Sum of the natural logs of its tokens' probabilities, given what stands before it. */
  readonly logProbability: number;
}

/** Longest alternative, in tokens. */
const LONGEST_SENTENCE = 40;

/** A sentence in the making; `tokens` begin with the report up to it. */
interface Hypothesis {
  readonly tokens: readonly number[];
  readonly total: number;
}

/** The beam of one sentence. */
interface SentenceBeam {
  /** Where the sentence begins among the tokens of the report. */
  readonly start: number;
  live: readonly Hypothesis[];
  readonly finished: DecodedSentence[];
}

/**
 * For each sentence of a report, what else could have stood there after the sentences before it, best first: a
 * beam search over that one sentence. All beams go through the network together with the report itself, one row
 * each, so that the whole takes as many steps as the report has tokens.
 * @param tokens  a report as it was decoded, whole sentences
 * @param width   of each beam; as many alternatives are given at most. Sentences of the report are not among them
 * @param session of the same study, newly opened
 */
export async function sentenceAlternatives(
  session: DecodingSession,
  rules: DecodingRules,
  tokens: readonly number[],
  width: number,
  { pause }: Pick<DecodingOptions, 'pause'> = {},
): Promise<DecodedSentence[][]> {
  const beams: SentenceBeam[] = [];
  let parents: readonly number[] = [0];
  for (let length = 0; ; length++) {
    const isWriting = length < tokens.length;
    const report = isWriting ? [{ tokens: tokens.slice(0, length), total: 0 }] : [];
    if (isWriting && (length === 0 || tokens[length - 1] === rules.fullStop)) {
      beams.push({ start: length, live: [], finished: [] });
    }
    const open = beams.filter(({ live }) => live.length > 0);
    const rows = [...report, ...open.flatMap(({ live }) => live)];
    if (rows.length === 0) break;
    await pause?.();
    const { logits } = await session.next(
      rows.map(({ tokens: written }) => written.at(-1) ?? BOS),
      parents,
    );
    const vocabulary = logits.length / rows.length;
    const scoresOf = (row: number): Float32Array => logits.subarray(row * vocabulary, (row + 1) * vocabulary);
    const next: number[] = isWriting && length + 1 < tokens.length ? [0] : [];
    let row = report.length;
    for (const beam of beams) {
      const isNew = isWriting && beam.start === length;
      const from = isNew ? 0 : row;
      const hypotheses = isNew ? report : beam.live;
      if (!isNew) row += hypotheses.length;
      next.push(...grow(beam, hypotheses, from, scoresOf, rules, width));
    }
    parents = next;
  }
  const own = new Set(beams.map(({ start }) => named(sentenceAt(tokens, start, rules))));
  return beams.map(({ finished }) =>
    finished.filter((sentence) => !own.has(named(sentence.tokens))).slice(0, width),
  );
}

/**
 * One step of a sentence's beam.
 * @param from row of its first hypothesis
 * @returns    the row that each of its live hypotheses comes from
 */
function grow(
  beam: SentenceBeam,
  hypotheses: readonly Hypothesis[],
  from: number,
  scoresOf: (row: number) => Float32Array,
  rules: DecodingRules,
  width: number,
): number[] {
  const candidates = hypotheses.flatMap(({ tokens, total }, i) => {
    const scores = maskedLogSoftmax(scoresOf(from + i), forbidden(tokens, rules).add(EOS));
    return topTokens(scores, width + 1).map((token) => ({
      row: from + i,
      tokens: [...tokens, token],
      total: total + (scores[token] ?? -Infinity),
    }));
  });
  candidates.sort((a, b) => b.total - a.total);
  const live: Hypothesis[] = [];
  const rows: number[] = [];
  // One more than asked for, as the report's own sentence is left out in the end.
  for (const { tokens, total, row } of candidates.slice(0, 2 * (width + 1))) {
    const sentence = tokens.slice(beam.start);
    if (tokens.at(-1) === rules.fullStop) {
      beam.finished.push({ tokens: sentence, logProbability: total });
    } else if (live.length <= width && sentence.length < LONGEST_SENTENCE) {
      live.push({ tokens, total });
      rows.push(row);
    }
  }
  beam.finished.sort((a, b) => b.logProbability - a.logProbability);
  const worst = beam.finished[width]?.logProbability ?? -Infinity;
  // Sums only fall: what is worse than the worst that counts cannot come back.
  const kept = live.map(({ total }) => total > worst);
  beam.live = live.filter((_, i) => kept[i]);
  return rows.filter((_, i) => kept[i]);
}

function sentenceAt(tokens: readonly number[], start: number, { fullStop }: DecodingRules): number[] {
  const end = tokens.indexOf(fullStop, start);
  return tokens.slice(start, end < 0 ? undefined : end + 1);
}

function named(tokens: readonly number[]): string {
  return tokens.join(' ');
}
