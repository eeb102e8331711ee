import type { Assertion, Entity } from './entity';
import type { Finding, FindingName } from './finding';
import { FINDING_PHRASES, NORMAL_PHRASES } from './finding-phrases';
import type { SentenceConcern } from './report';
import type { TextSpan } from './report-text';

/** A finding asserted in the text has low support when its probability is under this share of its threshold. */
export const LOW_SUPPORT_SHARE = 0.5;

/**
 * Where one sentence and the finding probabilities disagree: a finding that it asserts although the probability
 * is under half the threshold, or that it denies although the probability is above the threshold. Findings that
 * the model cannot judge, and hedged ones, give no concern.
 * @param text      the whole report
 * @param entities  of the whole report, label set `report`
 */
export function concernsOf(
  text: string,
  sentence: TextSpan,
  entities: readonly Entity[],
  findings: readonly Finding[],
): SentenceConcern[] {
  const stances = stancesOf(text, sentence, entities);
  return findings.flatMap((finding): SentenceConcern[] => {
    const stance = stances.get(finding.name);
    if (!finding.judged || stance === undefined) return [];
    const { probability, threshold } = finding;
    if (stance === 'present' && probability < LOW_SUPPORT_SHARE * threshold) {
      return [
        { kind: 'low-support', reason: `${said(finding, 'states')} under half of` + thresholdOf(finding) },
      ];
    }
    if (stance === 'absent' && probability > threshold) {
      return [{ kind: 'contradicted', reason: `${said(finding, 'denies')} above` + thresholdOf(finding) }];
    }
    return [];
  });
}

/** What a sentence says of each finding it names. `present` wins where a sentence says several things. */
export function stancesOf(
  text: string,
  { start, end }: TextSpan,
  entities: readonly Entity[],
): Map<FindingName, Assertion> {
  const sentence = text.slice(start, end).toLowerCase();
  const stances = new Map<FindingName, Assertion>();
  for (const { phrase, denies } of NORMAL_PHRASES) {
    if (phrase.test(sentence)) denies.forEach((name) => stances.set(name, 'absent'));
  }
  for (const [name, phrase] of Object.entries(FINDING_PHRASES)) {
    for (const { 0: match, index } of sentence.matchAll(phrase)) {
      const stance = assertionAt(entities, start + index, start + index + match.length);
      if (stance && stances.get(name as FindingName) !== 'present') stances.set(name as FindingName, stance);
    }
  }
  return stances;
}

/** The assertion of the last entity that overlaps a span and has one. */
function assertionAt(entities: readonly Entity[], start: number, end: number): Assertion | undefined {
  return entities.findLast((entity) => entity.assertion && entity.start < end && entity.end > start)
    ?.assertion;
}

function said({ name, probability }: Finding, verb: 'states' | 'denies'): string {
  return `The sentence ${verb} ${name.replace('_', ' ').toLowerCase()}; its probability is ${probability.toFixed(2)},`;
}

function thresholdOf({ threshold }: Finding): string {
  return ` its threshold ${threshold.toFixed(2)}.`;
}
