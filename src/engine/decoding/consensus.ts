import { plainTerms, rougeL, similarity, type Terms } from '../../domain/metrics';
import { maskedLogSoftmax, topTokens } from './log-softmax';
import { finishedReport, forbidden, type DecodingRules } from './rules';
import { scrambled } from './scrambled';
import type { DecodingOptions, DecodingSession } from './session';
import { BOS, EOS } from './special-tokens';

/** How many drafts are drawn beside the greedy one, and from how sharp a distribution. */
export interface Consensus {
  readonly drafts: number;
  /** Below 1 the likelier tokens gain. */
  readonly temperature: number;
}

/** For a pack that does not say how it is meant to be. */
export const USUAL_CONSENSUS: Consensus = { drafts: 16, temperature: 0.6 };

/** A draft in the making; 0 is the greedy one. */
interface Draft {
  readonly number: number;
  readonly tokens: number[];
}

/**
 * Drafts of one report, the greedy one first, then drawn ones; finished, token ids. All go through the network
 * together, so that the whole takes as many steps as the longest has tokens. The draws depend on the place and the
 * number of the draft alone: the same films always give the same drafts. training/decoders/consensus.py does exactly
 * the same.
 * @param session  of the study, newly opened
 */
export async function draftReports(
  session: DecodingSession,
  rules: DecodingRules,
  { drafts, temperature }: Consensus,
  { pause }: Pick<DecodingOptions, 'pause'> = {},
): Promise<number[][]> {
  const all = Array.from({ length: drafts + 1 }, (_, number): Draft => ({ number, tokens: [] }));
  let live = all;
  let parents = [0];
  for (let place = 0; live.length > 0; place++) {
    await pause?.();
    const words = place === 0 ? [BOS] : live.map(({ tokens }) => tokens.at(-1) ?? BOS);
    const { logits } = await session.next(words, parents);
    const vocabulary = logits.length / words.length;
    const going = live.map(({ number, tokens }, i) => {
      if (tokens.length === rules.maxLength) return false;
      const row = place === 0 ? 0 : i;
      const scores = logits.subarray(row * vocabulary, (row + 1) * vocabulary);
      const masked = forbidden(tokens, rules);
      const token =
        number === 0 ? likeliest(scores, masked) : drawn(scores, masked, temperature, chance(number, place));
      if (token === EOS || token < 0) return false;
      tokens.push(token);
      return true;
    });
    // The first call made one row, which every draft goes on from.
    parents = live.flatMap((_, i) => (going[i] ? [place === 0 ? 0 : i] : []));
    live = live.filter((_, i) => going[i]);
  }
  return all.map(({ tokens }) => {
    const written = tokens.map((token) => ({ token }));
    return finishedReport(written, rules).map(({ token }) => token);
  });
}

/** Gains as close as that are equal, however their sums were rounded. */
const ALIKE = 1e-9;

/**
 * The place of the report that says most of what all of them say; of equal ones the first. It has the highest sum,
 * against all of them, of ROUGE-L, which asks for their words in their order, and of CIDEr without document
 * frequencies, which asks for their phrases and their length; each 0 to 1. Commas are no words. Minimum Bayes risk
 * decoding (Kumar and Byrne 2004; with sampled drafts Eikema and Aziz 2022). The likeliest report is often the least
 * specific one; this is the typical one.
 */
export function mostAgreed(reports: readonly (readonly number[])[], comma?: number): number {
  const counts = new Map<string, { words: readonly number[]; terms: Terms; place: number; count: number }>();
  for (const [place, report] of reports.entries()) {
    const known = counts.get(report.join());
    if (known) {
      known.count += 1;
      continue;
    }
    const words = report.filter((token) => token !== comma);
    counts.set(report.join(), { words, terms: plainTerms(words), place, count: 1 });
  }
  const unlike = [...counts.values()];
  let best = { place: 0, gain: -1 };
  for (const { words: prediction, terms, place } of unlike) {
    const gain = unlike.reduce(
      (sum, other) =>
        sum + other.count * (rougeL({ reference: other.words, prediction }) + similarity(other.terms, terms)),
      0,
    );
    if (gain > best.gain + ALIKE) best = { place, gain };
  }
  return best.place;
}

/** More than a draft has tokens. */
const PLACES = 1024;

/**
 * The number in 0..1 (1 excluded) that draws a token, made of its place.
 * @param draft  1 for the first one that is drawn
 * @param place  of the token in the draft
 */
export function chance(draft: number, place: number): number {
  return scrambled(draft * PLACES + place) / 2 ** 32;
}

/** The token whose share of the summed probabilities, in the order of ids, holds `number`; -1 where all are masked. */
export function drawn(
  logits: Float32Array,
  masked: ReadonlySet<number>,
  temperature: number,
  number: number,
): number {
  let top = -Infinity;
  for (const [id, logit] of logits.entries()) if (logit > top && !masked.has(id)) top = logit;
  const shares = Float64Array.from(logits, (logit, id) =>
    masked.has(id) ? 0 : Math.exp((logit - top) / temperature),
  );
  const sum = shares.reduce((all, share) => all + share, 0);
  let passed = 0;
  return shares.findIndex((share) => (passed += share) > number * sum);
}

function likeliest(logits: Float32Array, masked: ReadonlySet<number>): number {
  return topTokens(maskedLogSoftmax(logits, masked), 1)[0] ?? EOS;
}
