/**
 * Log-probabilities of one row of logits among the tokens that are not masked, rounded to float32 as the
 * training code computes them. Masked tokens get -Infinity; when all are masked, all do.
 */
export function maskedLogSoftmax(logits: Float32Array, masked: ReadonlySet<number>): Float32Array {
  const result = Float32Array.from(logits);
  for (const token of masked) result[token] = -Infinity;
  const top = maximum(result);
  if (top === -Infinity) return result;
  let sum = 0;
  for (const logit of result) sum += Math.exp(logit - top);
  const log = Math.log(sum);
  for (let i = 0; i < result.length; i++) result[i] = (result[i] ?? 0) - top - log;
  return result;
}

function maximum(values: Float32Array): number {
  let top = -Infinity;
  for (const value of values) if (value > top) top = value;
  return top;
}

/** The k best ids, best first, ties by the lower id; masked ones (-Infinity) are left out. */
export function topTokens(scores: Float32Array, k: number): number[] {
  const best: number[] = [];
  const scoreAt = (place: number): number => scores[best[place] ?? 0] ?? -Infinity;
  for (let id = 0; id < scores.length; id++) {
    const score = scores[id] ?? -Infinity;
    if (score === -Infinity || (best.length === k && score <= scoreAt(k - 1))) continue;
    let place = best.length;
    while (place > 0 && scoreAt(place - 1) < score) place--;
    best.splice(place, 0, id);
    if (best.length > k) best.pop();
  }
  return best;
}
