import { maskedLogSoftmax, topTokens } from './log-softmax';
import { finishedReport, forbidden, type DecodingRules } from './rules';
import type { DecodedToken, DecodingOptions, DecodingSession, NextWord } from './session';
import { BOS, EOS } from './special-tokens';

interface Hypothesis {
  readonly written: readonly DecodedToken[];
  readonly tokens: readonly number[];
  /** Sum of log-probabilities. */
  readonly total: number;
}

interface Candidate {
  readonly row: number;
  readonly token: number;
  readonly logProbability: number;
  readonly total: number;
}

/**
 * Beam search. A finished hypothesis scores sum log p / length ^ lengthPenalty, its length counting <eos>.
 * Candidates rank by their sum; ties by the parent's rank, then by the lower id. An ending counts only among
 * the first `width` candidates. It stops when `width` have finished and the best live one can no longer win.
 */
export async function beamSearch(
  session: DecodingSession,
  rules: DecodingRules,
  width: number,
  { onToken, pause }: DecodingOptions = {},
): Promise<DecodedToken[]> {
  let live: readonly Hypothesis[] = [{ written: [], tokens: [], total: 0 }];
  let parents: readonly number[] = [0];
  let best: { hypothesis: Hypothesis; score: number } | undefined;
  let finished = 0;
  let told = 0;
  for (let length = 1; length <= rules.maxLength + 1; length++) {
    await pause?.();
    const next = await session.next(
      live.map(({ tokens }) => tokens.at(-1) ?? BOS),
      parents,
    );
    const step = advance(
      live,
      rankCandidates(live, next, rules, width),
      next,
      width,
      length > rules.maxLength,
    );
    for (const hypothesis of step.ended) {
      finished += 1;
      const score = hypothesis.total / length ** rules.lengthPenalty;
      if (!best || score > best.score) best = { hypothesis, score };
    }
    const [first] = step.live;
    if (!first) break;
    ({ live, parents } = step);
    if (best && finished >= width && first.total / (rules.maxLength + 1) ** rules.lengthPenalty <= best.score)
      break;
    const rivals = best ? [...live, best.hypothesis] : live;
    for (const end = agreedLength(rivals); told < end; told++) onToken?.(first.tokens[told] ?? EOS, told);
  }
  const written = best?.hypothesis.written ?? live[0]?.written ?? [];
  for (; told < written.length; told++) onToken?.(written[told]?.token ?? EOS, told);
  return finishedReport(written, rules);
}

/** Every row's best continuations, best first. */
function rankCandidates(
  live: readonly Hypothesis[],
  { logits }: NextWord,
  rules: DecodingRules,
  width: number,
): Candidate[] {
  const vocabulary = logits.length / live.length;
  return live
    .flatMap(({ tokens, total }, row) => {
      const scores = maskedLogSoftmax(
        logits.subarray(row * vocabulary, (row + 1) * vocabulary),
        forbidden(tokens, rules),
      );
      return topTokens(scores, 2 * width).map((token) => {
        const logProbability = scores[token] ?? -Infinity;
        return { row, token, logProbability, total: total + logProbability };
      });
    })
    .sort((a, b) => b.total - a.total || a.row - b.row || a.token - b.token);
}

/** Takes up to `width` live continuations and the endings among the first `width` candidates. */
function advance(
  live: readonly Hypothesis[],
  candidates: readonly Candidate[],
  { attention }: NextWord,
  width: number,
  onlyEnd: boolean,
): { live: Hypothesis[]; parents: number[]; ended: Hypothesis[] } {
  const slots = attention.length / live.length;
  const step = { live: [] as Hypothesis[], parents: [] as number[], ended: [] as Hypothesis[] };
  for (const [rank, { row, token, logProbability, total }] of candidates.entries()) {
    const parent = live[row];
    if (!parent || (rank >= width && step.live.length === width)) break;
    if (token === EOS) {
      if (rank < width) step.ended.push({ ...parent, total });
    } else if (!onlyEnd && step.live.length < width) {
      const looked = attention.slice(row * slots, (row + 1) * slots);
      step.live.push({
        written: [...parent.written, { token, logProbability, attention: looked }],
        tokens: [...parent.tokens, token],
        total,
      });
      step.parents.push(row);
    }
  }
  return step;
}

/** How many first tokens all hypotheses share. */
function agreedLength(hypotheses: readonly Hypothesis[]): number {
  const [first, ...others] = hypotheses;
  if (!first) return 0;
  const apart = first.tokens.findIndex((token, i) => others.some(({ tokens }) => tokens[i] !== token));
  return apart < 0 ? first.tokens.length : apart;
}
