import { maskedLogSoftmax, topTokens } from './log-softmax';
import { finishedReport, forbidden, type DecodingRules } from './rules';
import type { DecodedToken, DecodingOptions, DecodingSession } from './session';
import { BOS, EOS } from './special-tokens';

/**
 * Writes the likeliest next token until the end token or the length limit; an unfinished last sentence is
 * dropped, and so is one that says another again. Ties go to the lowest id.
 * @param first  the token before the first one
 */
export async function greedy(
  session: DecodingSession,
  rules: DecodingRules,
  { onToken, pause }: DecodingOptions = {},
  first = BOS,
): Promise<DecodedToken[]> {
  const written: DecodedToken[] = [];
  const tokens: number[] = [];
  while (tokens.length < rules.maxLength) {
    await pause?.();
    const { logits, attention } = await session.next([tokens.at(-1) ?? first], [0]);
    const scores = maskedLogSoftmax(logits, forbidden(tokens, rules));
    const [token] = topTokens(scores, 1);
    if (token === undefined || token === EOS) break;
    written.push({ token, logProbability: scores[token] ?? -Infinity, attention });
    tokens.push(token);
    onToken?.(token, tokens.length - 1);
  }
  return finishedReport(written, rules);
}
