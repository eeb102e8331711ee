import type { Entity } from '../entity';
import type { TextSpan } from '../report-text';
import { agree } from './agreement';
import { lookUp, type GlossaryEntry } from './glossary';
import { keepsMeaning } from './guard';
import { fillSide } from './noun-phrase';
import { placePhrases, roleOf } from './parse';
import { apply, CONSTRUCTIONS, WORDS } from './phrases';
import { Holders, joined, MOST_TERMS, type Part, type PlainSegment, type Term } from './segments';
import { sentencesOf } from './sentences';

/** A report in plain words. */
export interface PlainText {
  readonly text: string;
  readonly segments: readonly PlainSegment[];
  /** Each entry that explains a term of the report, once, in order of appearance. */
  readonly explained: readonly GlossaryEntry[];
  /** Tagged terms that the glossary does not know, each once, as written. */
  readonly unknown: readonly string[];
}

/**
 * Rewrites a report so that a patient understands it. What is denied, hedged, on a side or counted stays so: a
 * sentence that would lose any of it keeps its own words, with its terms replaced or, at worst, as it was.
 * @param entities  label set `report`; sorted, never overlapping, UTF-16 code units of `text`. Spans outside the
 *   text, empty ones and those that overlap an earlier one are left out
 */
export function rewritePlain(text: string, entities: readonly Entity[]): PlainText {
  const spans = tidy(entities, text.length);
  const segments: PlainSegment[] = [];
  for (const sentence of sentencesOf(text, spans)) {
    const inside = spans.filter((span) => span.start >= sentence.start && span.start < sentence.end);
    for (const part of sentenceParts(text, sentence, inside)) segments.push(segmentOf(part));
  }
  const merged = merge(segments);
  const explained = new Set(merged.flatMap((segment) => (segment.kind === 'term' ? [segment.entry] : [])));
  const unknown = new Set(
    merged.flatMap((segment) => (segment.kind === 'unknown' ? [segment.original] : [])),
  );
  return {
    text: merged.map((segment) => segment.text).join(''),
    segments: merged,
    explained: [...explained],
    unknown: [...unknown],
  };
}

function tidy(entities: readonly Entity[], length: number): Entity[] {
  const kept: Entity[] = [];
  for (const entity of [...entities].sort((a, b) => a.start - b.start)) {
    const free = kept.at(-1)?.end ?? 0;
    if (entity.start >= free && entity.end > entity.start && entity.end <= length) kept.push(entity);
  }
  return kept;
}

function sentenceParts(text: string, span: TextSpan, entities: readonly Entity[]): Part[] {
  const source = text.slice(span.start, span.end);
  const hasUncertain = entities.some((entity) => entity.assertion === 'uncertain');
  const keeps = (parts: readonly Part[]): boolean => keepsMeaning(source, joined(parts), hasUncertain);
  const terms = () => termsOf(text, entities);
  if (entities.length <= MOST_TERMS) {
    const full = fully(text, span, terms());
    if (keeps(full) && hasAll(full, entities.length)) return full;
  }
  const inPlace = capitalised(replaced(text, span, terms(), shownAlone));
  if (keeps(inPlace)) return inPlace;
  return replaced(text, span, terms(), (term) => term.original);
}

function termsOf(text: string, entities: readonly Entity[]): Term[] {
  return entities.map((entity) => {
    const original = text.slice(entity.start, entity.end);
    const match = lookUp(original, entity.type);
    return { entity, original, shown: original, ...(match ? { match } : {}) };
  });
}

const hasAll = (parts: readonly Part[], count: number): boolean =>
  parts.filter((part) => typeof part !== 'string').length === count;

/** Constructions, noun phrases, agreement, words, capital. */
function fully(text: string, span: TextSpan, terms: readonly Term[]): Part[] {
  const holders = new Holders();
  const marked = replaced(text, span, terms, (term) => {
    if (term.match?.entry.kind === 'adj') term.shown = term.match.entry.plain;
    const role = roleOf(term);
    return holders.put(role, { kind: 'term', term });
  });
  const sentence = marked
    .map((part) => (typeof part === 'string' ? part.replace(PRIVATE, '\uFFFD') : part.shown))
    .join('');
  for (const term of terms)
    term.shown = term.match?.entry.kind === 'adj' ? term.match.entry.plain : term.original;
  const built = placePhrases(apply(CONSTRUCTIONS, sentence), holders);
  return capitalised(holders.open(apply(WORDS, agree(built, holders))));
}

const PRIVATE = /[\uE000-\uF8FF]/g;

/** The sentence with each term shown in its place. */
function replaced(
  text: string,
  span: TextSpan,
  terms: readonly Term[],
  show: (term: Term) => string,
): Part[] {
  const parts: Part[] = [];
  let at = span.start;
  for (const term of terms) {
    if (term.entity.start > at) parts.push(text.slice(at, term.entity.start));
    term.shown = show(term);
    parts.push(term);
    at = term.entity.end;
  }
  if (at < span.end) parts.push(text.slice(at, span.end));
  return parts;
}

/** A term's plain words without its sentence's help: no side is lost. */
function shownAlone(term: Term): string {
  const { match } = term;
  if (!match) return term.original;
  const side = match.modifiers.find((word) => word === 'left' || word === 'right');
  const kept = match.modifiers.filter((word) => word !== side);
  const plain = match.isPlural || match.entry.kind === 'adj' ? match.entry.other : match.entry.plain;
  const sided = fillSide(plain, side as 'left' | 'right' | undefined);
  const lead = side && !sided.includes(side) ? [side, ...kept] : kept;
  return [...lead, sided.replace('TERM', term.original)].join(' ');
}

/** A capital at the start, also behind "1. ". */
function capitalised(parts: readonly Part[]): Part[] {
  let isDone = false;
  return parts.map((part) => {
    if (isDone) return part;
    const text = typeof part === 'string' ? part : part.shown;
    const at = /^(?:[^\p{L}\p{N}]*(?:\d{1,2}\. )?[^\p{L}\p{N}]*)/u.exec(text)?.[0].length ?? 0;
    if (at >= text.length) return part;
    isDone = true;
    const capital = text.slice(0, at) + text.charAt(at).toUpperCase() + text.slice(at + 1);
    if (typeof part === 'string') return capital;
    part.shown = capital;
    return part;
  });
}

function segmentOf(part: Part): PlainSegment {
  if (typeof part === 'string') return { kind: 'text', text: part };
  const { entity, original, shown, match } = part;
  const { start, end, assertion } = entity;
  const place = { text: shown, original, start, end, ...(assertion ? { assertion } : {}) };
  if (!match) return { kind: 'unknown', ...place };
  return { kind: 'term', ...place, entry: match.entry, explanation: match.entry.explanation };
}

function merge(segments: readonly PlainSegment[]): PlainSegment[] {
  const merged: PlainSegment[] = [];
  for (const segment of segments) {
    const last = merged.at(-1);
    if (last?.kind === 'text' && segment.kind === 'text') {
      merged[merged.length - 1] = { kind: 'text', text: last.text + segment.text };
    } else merged.push(segment);
  }
  return merged;
}
