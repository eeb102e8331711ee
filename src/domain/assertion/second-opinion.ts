import type { Assertion, Entity } from '../entity';
import { sentenceWords } from '../sentences';
import { splitWords, type TextWord } from '../words';
import type { RuleReading, WordSpan } from './reach';
import { readByRules } from './rules';

/** A "sentence" of more words is none (a table, a list of numbers): the rules say nothing there. */
const LONGEST_SENTENCE = 400;

/** An entity with what the wording says of it. */
export interface Reading {
  readonly entity: Entity;
  /** Absent on entities without an assertion. */
  readonly rule?: RuleReading;
}

/** What the rules read for every entity of a text. @param entities  label set `report`, sorted */
export function ruleReadings(text: string, entities: readonly Entity[]): Reading[] {
  const words = splitWords(text);
  const readings: Reading[] = [];
  let next = 0;
  for (const { first, end } of sentenceWords(text, words)) {
    const sentence = words.slice(first, end);
    const until = sentence.at(-1)?.end ?? 0;
    const inside: Entity[] = [];
    for (; next < entities.length; next++) {
      const entity = entities[next];
      if (!entity || entity.start >= until) break;
      inside.push(entity);
    }
    if (inside.length > 0) readings.push(...readSentence(sentence, inside));
  }
  return [...readings, ...entities.slice(next).map((entity) => ({ entity }))];
}

function readSentence(sentence: readonly TextWord[], entities: readonly Entity[]): Reading[] {
  if (sentence.length > LONGEST_SENTENCE) return entities.map((entity) => ({ entity }));
  const spans = entities.flatMap((entity): { entity: Entity; span: WordSpan }[] => {
    const first = sentence.findIndex(({ end }) => end > entity.start);
    const last = sentence.findLastIndex(({ start }) => start < entity.end);
    return first < 0 || last < first ? [] : [{ entity, span: { first, last, type: entity.type } }];
  });
  const rules = readByRules(
    sentence.map(({ norm }) => norm),
    spans.map(({ span }) => span),
  );
  const byEntity = new Map(
    spans
      .filter(({ span: { type } }) => type === 'DISEASE' || type === 'DEVICE')
      .map(({ entity }, k) => [entity, rules[k]]),
  );
  return entities.map((entity) => {
    const rule = byEntity.get(entity);
    return { entity, ...(rule ? { rule } : {}) };
  });
}

/**
 * Sets the wording against the model: where a cue near a finding says something else than the model, the
 * finding becomes `uncertain` and carries the reason; words that leave nothing to judge ("effusion: none"), which the
 * model met too rarely, stand against it. Without a cue the rules say nothing, and a hedge that the one hears and the
 * other does not is left to the model: see `counts`.
 * @param entities  of the whole text, label set `report`, sorted, with the model's assertions
 */
export function withSecondOpinion(text: string, entities: readonly Entity[]): Entity[] {
  return ruleReadings(text, entities).map(({ entity, rule }) => {
    const model = entity.assertion;
    if (!model || !rule || !counts(model, rule)) return entity;
    if (rule.isOutright) return { ...entity, assertion: rule.assertion };
    return { ...entity, assertion: 'uncertain', reason: reasonOf(model, rule) };
  });
}

/** Which disagreements count. */
function counts(model: Assertion, rule: RuleReading): boolean {
  return rule.cue !== undefined && model !== rule.assertion;
}

function reasonOf(model: Assertion, { assertion, cue }: RuleReading): string {
  return `The model reads it as ${model}; by the wording (“${cue ?? ''}”) it is ${assertion}.`;
}
