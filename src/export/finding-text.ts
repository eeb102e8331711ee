import type { Finding } from '../domain/finding';

/** Findings that the model judges, the likeliest first, and those it does not. */
export function sortedFindings(findings: readonly Finding[]): {
  readonly judged: readonly Finding[];
  readonly unjudged: readonly Finding[];
} {
  return {
    judged: findings.filter(({ judged }) => judged).sort((a, b) => b.probability - a.probability),
    unjudged: findings.filter(({ judged }) => !judged),
  };
}

export function isOverThreshold({ probability, threshold }: Finding): boolean {
  return probability >= threshold;
}
