import { maskedLogSoftmax } from './log-softmax';
import type { DecodingRules } from './rules';
import type { DecodedToken, DecodingOptions, DecodingSession } from './session';
import { BOS } from './special-tokens';

/**
 * What a decoder makes of a text that was not, or not word for word, its own: the probability of each token after
 * those before it, and where it looks for it.
 * @param session  of the same study, newly opened
 * @param tokens   without <bos> and <eos>
 * @param first    the token before the first one
 */
export async function readBack(
  session: DecodingSession,
  { never }: DecodingRules,
  tokens: readonly number[],
  { onToken, pause }: DecodingOptions = {},
  first = BOS,
): Promise<DecodedToken[]> {
  const read: DecodedToken[] = [];
  for (const [place, token] of tokens.entries()) {
    await pause?.();
    const { logits, attention } = await session.next([tokens[place - 1] ?? first], [0]);
    const logProbability = maskedLogSoftmax(logits, new Set(never))[token] ?? -Infinity;
    read.push({ token, logProbability, attention });
    onToken?.(token, place);
  }
  return read;
}
