import { comparisonConcern } from './comparison';
import { conclusionConcern } from './conclusion';
import type { Assertion, Entity } from './entity';
import { findingWords, type BodySide, type Finding, type FindingName } from './finding';
import { FINDING_PHRASES, NORMAL_PHRASES } from './finding-phrases';
import type { Guidance, SentenceConcern } from './report';
import type { TextSpan } from './report-text';
import { statedSide } from './stated-side';

/** A finding asserted in the text has low support when its probability is under this share of its threshold. */
export const LOW_SUPPORT_SHARE = 0.5;

/**
 * Where one sentence and the finding probabilities disagree: a finding that it asserts although the probability
 * is under half the threshold, that it denies although the probability is above the threshold, or that it puts on
 * the other side than the film shows it (`Finding.side`). Findings that
 * the model cannot judge, and hedged ones, give no concern. A sentence that was put in for a finding, whose side was
 * exchanged for one, or that was taken over from the findings says so, and so do one that compares with an earlier film
 * and one of the impression that denies what the findings state.
 * @param text      the whole report
 * @param entities  of the whole report, label set `report`
 * @param impressionStart  where the impression begins in the text; absent where there is none
 */
export function concernsOf(
  text: string,
  sentence: TextSpan & Guidance,
  entities: readonly Entity[],
  findings: readonly Finding[],
  impressionStart = Infinity,
): SentenceConcern[] {
  const written = text.slice(sentence.start, sentence.end);
  const concerns = [
    ...findings
      .filter(({ name }) => name === sentence.putInFor)
      .map((finding) => putInConcern(finding, written)),
    ...findings.filter(({ name }) => name === sentence.sideOf).map(sideSetConcern),
    ...(sentence.takenOverFor ? [takenOverConcern(sentence.takenOverFor)] : []),
    ...disagreements(text, sentence, entities, findings),
    comparisonConcern(written),
  ];
  if (sentence.start >= impressionStart) {
    const stances = stancesOf(text, { start: 0, end: impressionStart }, entities);
    const stated = [...stances].flatMap(([name, stance]) => (stance === 'present' ? [name] : []));
    concerns.push(conclusionConcern(written, new Set(stated)));
  }
  return concerns.filter((concern) => concern !== undefined);
}

function putInConcern({ name, probability, side }: Finding, written: string): SentenceConcern {
  const isSided = side !== undefined && written.split(' ').includes(side.side);
  return {
    kind: 'put-in',
    reason:
      `The films show ${findingWords(name)} to the finding head, with a probability of ${probability.toFixed(2)}; the text left it ` +
      `out, and this sentence was put in for it.${isSided ? ` ${activationLies(name, side)}.` : ''}`,
  };
}

function sideSetConcern({ name, side }: Finding): SentenceConcern {
  return {
    kind: 'side-set',
    reason: `The decoder wrote the other side. ${activationLies(name, side)}, and the sentence was made to agree with it.`,
  };
}

function takenOverConcern(name: FindingName): SentenceConcern {
  return {
    kind: 'from-findings',
    reason: `The decoder's impression did not say ${findingWords(name)} as the findings do; this sentence was taken over from them.`,
  };
}

function disagreements(
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
    const side = finding.side && statedSideOf(finding.name, text, sentence, entities);
    if (side && side !== finding.side?.side) {
      return [{ kind: 'other-side', reason: sidesApart(finding, side) }];
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
  for (const name of Object.keys(FINDING_PHRASES) as FindingName[]) {
    for (const { stance } of mentionsOf(name, sentence, start, entities)) {
      if (stance && stances.get(name) !== 'present') stances.set(name, stance);
    }
  }
  return stances;
}

/** The one side on which a sentence asserts a finding; undefined where it says none, or one and then the other. */
function statedSideOf(
  name: FindingName,
  text: string,
  { start, end }: TextSpan,
  entities: readonly Entity[],
): BodySide | undefined {
  const sentence = text.slice(start, end).toLowerCase();
  const sides = mentionsOf(name, sentence, start, entities)
    .filter(({ stance }) => stance === 'present')
    .map(({ index }) => statedSide(sentence, index));
  return new Set(sides).size === 1 ? sides[0] : undefined;
}

/** Where a sentence, in lower case, names a finding, and what it says of it there. @param start of the sentence */
function mentionsOf(name: FindingName, sentence: string, start: number, entities: readonly Entity[]) {
  const phrase = FINDING_PHRASES[name];
  return Array.from(phrase ? sentence.matchAll(phrase) : [], ({ 0: match, index }) => ({
    index,
    stance: assertionAt(entities, start + index, start + index + match.length),
  }));
}

/** The assertion of the last entity that overlaps a span and has one. */
function assertionAt(entities: readonly Entity[], start: number, end: number): Assertion | undefined {
  return entities.findLast((entity) => entity.assertion && entity.start < end && entity.end > start)
    ?.assertion;
}

function said({ name, probability }: Finding, verb: 'states' | 'denies'): string {
  return `The sentence ${verb} ${findingWords(name)}; its probability is ${probability.toFixed(2)},`;
}

function sidesApart({ name, side }: Finding, stated: BodySide): string {
  return `${activationLies(name, side)}; the sentence says ${stated}.`;
}

function activationLies(name: FindingName, side: Finding['side']): string {
  const share = Math.round(100 * (side?.share ?? 0));
  return `On the film the activation of ${findingWords(name)} lies on the patient's ${side?.side ?? ''} (${String(share)} % of it)`;
}

function thresholdOf({ threshold }: Finding): string {
  return ` its threshold ${threshold.toFixed(2)}.`;
}
