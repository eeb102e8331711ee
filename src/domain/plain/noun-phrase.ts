import type { TermKind } from './glossary';
import { modifierOf, type Modifier, type Side } from './modifiers';
import { joined, type Part, type Phrase, type Term } from './segments';
import { article } from './words';

/** A word or an adjective term before the head of a noun phrase. */
export type Before = { readonly word: string; readonly modifier: Modifier } | { readonly term: Term };

export interface NounPhrase {
  /** Lower case; undefined when the report gives none. */
  readonly determiner?: string | undefined;
  readonly before: readonly Before[];
  readonly head: Term;
  /** "right lower lobe" in "right lower lobe nodule". */
  readonly location?: Phrase | undefined;
  /** True where a count noun without a determiner needs "a". */
  readonly needsArticle: boolean;
}

/** The three readings of a slot: `[the lung|the SIDE lung|both lungs]`. */
const SLOT = /\[([^|\]]*)\|([^|\]]*)\|([^\]]*)\]/;

/** Fills the slot of a plain phrase with the side. */
export function fillSide(template: string, side: Side | undefined): string {
  return template.replace(SLOT, (_, whole: string, sided: string, both: string) => {
    if (side === undefined) return whole;
    return side === 'both' ? both : sided.replace('SIDE', side);
  });
}

const hasSlot = (template: string): boolean => SLOT.test(template);

/** Kinds that never stand in the plural. */
const isUncounted = (kind: TermKind | undefined): boolean => kind === 'mass' || kind === 'substance';

function modifiersOf(phrase: NounPhrase): { words: Modifier[]; terms: Term[] } {
  const outer = phrase.before.flatMap((item) => ('modifier' in item ? [item.modifier] : []));
  const inner = (phrase.head.match?.modifiers ?? []).flatMap((word) => modifierOf(word) ?? []);
  const terms = phrase.before.flatMap((item) => ('term' in item ? [item.term] : []));
  return { words: [...outer, ...inner], terms };
}

/** The side that modifiers name; "both" gives way to a named one ("both right middle lobe and lingula"). */
function sideOf(words: readonly Modifier[]): Side | undefined {
  const sides = words.flatMap((word) => (word.place === 'side' ? [word.side] : []));
  return sides.find((side) => side !== 'both') ?? sides[0];
}

/** The plain phrase of a finding, device or substance with all that modifies it, ready to stand in a sentence. */
export function composeFinding(phrase: NounPhrase): Phrase {
  const { head, location } = phrase;
  const match = head.match;
  if (!match) return { parts: [head], number: 'one' };
  const { kind } = match.entry;
  const { words, terms } = modifiersOf(phrase);
  const side =
    sideOf(words) ?? words.flatMap((word) => (word.place === 'after' && word.side ? [word.side] : []))[0];
  const sideFromWord = words.some((word) => word.place === 'side');
  const quantities = words.flatMap((word) => (word.place === 'quantity' ? [word.plain] : []));
  const isMany = kind === 'plural' || (kind === 'count' && (match.isPlural || quantities.length > 0));
  const template = isMany ? match.entry.other : match.entry.plain;

  let sideLeft = sideFromWord ? side : undefined;
  const after: string[] = [];
  for (const word of words) {
    if (word.place !== 'after') continue;
    after.push(` ${fillSide(word.plain, side ?? word.side)}`);
    if (hasSlot(word.plain)) sideLeft = undefined;
  }
  const headSide = after.length > 0 && sideLeft === undefined ? undefined : side;
  head.shown = fillSide(template, headSide);
  if (hasSlot(template) && headSide) sideLeft = undefined;
  if (sideLeft) after.push(sideLeft === 'both' ? ' on both sides' : ` on the ${sideLeft} side`);

  const adjectives = words.filter((word) => word.place === 'before');
  const amount = kind === 'substance' ? amountOf(adjectives) : undefined;
  const isEnlarged = head.shown.startsWith('enlarged ');
  const isLocal = /patch|area|spot|sign/.test(head.shown);
  const isTold = (word: Adjective): boolean =>
    amount !== undefined &&
    (word.amount === amount ||
      /^(?:to|sized)$/.test(word.plain) ||
      (word.amount !== undefined && amount.includes(' to ')));
  const plainAdjectives = adjectives
    .filter((word) => !isTold(word) && !(isLocal && word.plain === 'local'))
    .map((word) => (isEnlarged ? (DEGREES[word.plain] ?? word.plain) : word.plain));
  const front: Part[] = [];
  for (const term of terms) {
    term.shown = term.match?.entry.other ?? term.original;
    front.push(term, ' ');
  }
  const lead: Part[] = [];
  let many = isMany;
  if (isUncounted(kind) && quantities.length > 0) {
    lead.push(`${quantities.join(' ')} areas of `);
    many = true;
  } else if (quantities.length > 0) lead.push(`${quantities.join(' ')} `);
  if (amount) lead.push(`${amount} `);
  if (plainAdjectives.length > 0) lead.push(`${plainAdjectives.join(' ')} `);
  const body: Part[] = [...lead, ...front, head, ...after];
  if (location) body.push(' in ', ...location.parts);

  const isCounted = amount !== undefined || kind === 'count';
  return { parts: [...determined(phrase, body, isCounted && !many), ...body], number: many ? 'many' : 'one' };
}

/** Degrees before a phrase that begins with an adjective: "a slightly enlarged heart". */
const DEGREES: Readonly<Record<string, string>> = {
  mild: 'slightly',
  'very mild': 'very slightly',
  slight: 'slightly',
  medium: 'fairly',
  severe: 'severely',
  marked: 'greatly',
};

type Adjective = Extract<Modifier, { place: 'before' }>;

/** "small amount of"; "small to medium amount of" when the report gives a range. */
function amountOf(adjectives: readonly Adjective[]): string | undefined {
  const to = adjectives.findIndex((word) => word.plain === 'to');
  const [from, until] = [adjectives[to - 1], adjectives[to + 1]];
  if (from?.amount && until?.amount) return `${from.plain} to ${until.plain} amount of`;
  return adjectives.find((word) => word.amount)?.amount;
}

/** The words before a finding: the report's own determiner, or the article that plain English needs. */
function determined({ determiner, needsArticle }: NounPhrase, body: readonly Part[], isOne: boolean): Part[] {
  const first = body[0];
  const next = typeof first === 'string' ? first : (first?.shown ?? '');
  if (determiner === 'a' || determiner === 'an') return isOne ? [`${article(next)} `] : [];
  if (determiner !== undefined) return [`${determiner} `];
  return needsArticle && isOne ? [`${article(next)} `] : [];
}

const SINGLE = /^\S+$/;

/** The plain phrase of a part of the body. */
export function composePart(phrase: NounPhrase): Phrase {
  const { head, determiner } = phrase;
  const match = head.match;
  if (!match) return { parts: [head], number: 'one' };
  const { entry } = match;
  const { words, terms } = modifiersOf(phrase);
  const side = sideOf(words);
  const isPaired = entry.other !== entry.plain && !hasSlot(entry.plain);
  const isMany = entry.kind === 'organs' || (isPaired && (match.isPlural || side === 'both'));
  const useOther = match.isPlural && side === undefined && entry.other !== entry.plain;
  const template = isMany || useOther ? entry.other : entry.plain;
  const named = template.replace('TERM', levelOf(head.original));
  head.shown = fillSide(named, side);
  const lead: Part[] = words.flatMap((word) =>
    word.place === 'before' || word.place === 'quantity' ? [`${word.plain} `] : [],
  );
  for (const term of terms) {
    term.shown = term.match?.entry.other ?? term.original;
    lead.push(term, ' ');
  }
  const isPlaced = words.some((word) => word.place === 'after' && hasSlot(word.plain));
  const sideFree = side !== undefined && !hasSlot(named) && !isPlaced;
  const isPairWord = sideFree && isMany && SINGLE.test(head.shown);
  if (sideFree && side !== 'both') lead.push(`${side} `);
  const after: Part[] = [
    ...words.flatMap((word) => (word.place === 'after' ? [` ${fillSide(word.plain, side)}`] : [])),
    ...(sideFree && side === 'both' && !isPairWord ? [' on both sides'] : []),
  ];
  const the =
    isPairWord && side === 'both'
      ? 'both '
      : determiner === undefined
        ? phrase.needsArticle && !words.some((word) => word.place === 'quantity')
          ? 'the '
          : ''
        : /^an?$/.test(determiner)
          ? isMany
            ? ''
            : `${article(joined([...lead, head]))} `
          : `${determiner} `;
  const isManyNow =
    isMany || (useOther && entry.other !== entry.plain && entry.kind === 'organ' && match.isPlural);
  return { parts: [the, ...lead, head, ...after], number: isManyNow ? 'many' : 'one' };
}

/** "T12" of "t12 vertebral body". */
function levelOf(original: string): string {
  return /\b[CTLS]\d{1,2}(?:-[CTLS]?\d{1,2})?\b/i.exec(original)?.[0].toUpperCase() ?? original;
}
