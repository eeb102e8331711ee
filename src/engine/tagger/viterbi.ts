/** Score of what BIO does not allow. */
const FORBIDDEN = -10_000;

/** Scores of going from tag to tag, [from][to], and of starting with a tag. */
export interface TagGrammar {
  readonly transitions: readonly Float64Array[];
  readonly starts: Float64Array;
}

/**
 * BIO well-formedness: I-X follows only B-X or I-X, and nothing starts with I-X.
 * @param tags     "O", "B-X", "I-X", ...
 * @param learned  transition scores of a CRF, row-major [tags, tags]; without them every allowed step is free
 */
export function bioGrammar(tags: readonly string[], learned?: ArrayLike<number>): TagGrammar {
  const isInside = (tag: string): boolean => tag.startsWith('I-');
  const follows = (from: string, to: string): boolean =>
    !isInside(to) || (from !== 'O' && from.slice(2) === to.slice(2));
  return {
    transitions: tags.map((from, i) =>
      Float64Array.from(tags, (to, j) =>
        follows(from, to) ? (learned?.[i * tags.length + j] ?? 0) : FORBIDDEN,
      ),
    ),
    starts: Float64Array.from(tags, (tag) => (isInside(tag) ? FORBIDDEN : 0)),
  };
}

/**
 * The best sequence of tags (Viterbi 1967); ties go to the lower tag.
 * @param scores  one row of tag scores for each word
 */
export function viterbi(scores: readonly Float32Array[], { transitions, starts }: TagGrammar): number[] {
  const [first, ...rest] = scores;
  if (!first) return [];
  let best = Float64Array.from(first, (score, tag) => score + (starts[tag] ?? FORBIDDEN));
  const back: Int32Array[] = [];
  for (const row of rest) {
    const from = new Int32Array(row.length);
    const next = new Float64Array(row.length);
    for (let to = 0; to < row.length; to++) {
      let top = -Infinity;
      for (let tag = 0; tag < best.length; tag++) {
        const total = (best[tag] ?? -Infinity) + (transitions[tag]?.[to] ?? FORBIDDEN);
        if (total > top) {
          top = total;
          from[to] = tag;
        }
      }
      next[to] = top + (row[to] ?? -Infinity);
    }
    back.push(from);
    best = next;
  }
  let tag = best.reduce((top, score, i) => (score > (best[top] ?? -Infinity) ? i : top), 0);
  const path = [tag];
  for (const from of back.reverse()) path.push((tag = from[tag] ?? 0));
  return path.reverse();
}
