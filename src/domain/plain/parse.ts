import { modifierOf } from './modifiers';
import { composeFinding, composePart, type Before, type NounPhrase } from './noun-phrase';
import { joined, type Holders, type Phrase, type Term } from './segments';

const TOKEN =
  /[\uE000-\uF8FF]|[\p{L}\p{N}#](?:[\p{L}\p{N}.'’/#-]*[\p{L}\p{N}#])?|\s+|[^\p{L}\p{N}\s\uE000-\uF8FF]/gu;

const DETERMINERS = new Set([
  'a',
  'an',
  'the',
  'no',
  'any',
  'this',
  'these',
  'those',
  'that',
  'each',
  'his',
  'her',
  'your',
  'another',
]);

/** Words after which a count noun without a determiner needs "a". */
const OPENERS = new Set(
  'with and or of is are was were be be# by for may represent represents has have had shows show from as like suggests suggest be either contains also probably maybe versus likely caused suggesting representing reflecting because than including'.split(
    ' ',
  ),
);

/** Nouns that follow a part of the body: "heart size", "lung volumes". */
const MEASURES =
  /^(?:sizes?|contours?|silhouettes?|volumes?|structures?|shadows?|outlines?|borders?|margins?|surfaces?|heights?|alignment|regions?|diameter|aeration|position|spaces?|markings?)$/;
const PLAIN_MEASURE: Readonly<Record<string, string>> = {
  contour: 'shape',
  contours: 'shape',
  configuration: 'shape',
  silhouette: 'outline',
  silhouettes: 'outline',
  volumes: 'air content',
  volume: 'air content',
  aeration: 'air content',
  margin: 'edge',
  margins: 'edge',
  borders: 'edge',
  border: 'edge',
};

type Role = 'finding' | 'adjective' | 'part' | 'unknown';

/** Finds the noun phrases of a sentence and puts a place-holder for each; all other words stay. */
export function placePhrases(sentence: string, holders: Holders): string {
  const tokens = sentence.match(TOKEN) ?? [];
  let result = '';
  let wasFinding = false;
  for (let at = 0; at < tokens.length;) {
    const found = phraseAt(tokens, at, holders);
    const term = termAt(tokens, at, holders);
    if (found) {
      const isBare = /[\uF000-\uF3FF] $/.test(result) && found.isPart && wasFinding;
      wasFinding = !found.isPart;
      result += (isBare ? 'of ' : '') + holders.put('phrase', { kind: 'phrase', ...found.phrase });
      at = found.next;
    } else {
      if (term?.role === 'adjective' && (isBeforeNoun(tokens, at) || isCompared(tokens, at)))
        term.term.shown = term.term.match?.entry.other ?? term.term.original;
      result += tokens[at] ?? '';
      at++;
    }
  }
  return result;
}

interface Found {
  readonly phrase: Phrase;
  readonly isPart?: boolean;
  /** Index of the token after it. */
  readonly next: number;
}

function phraseAt(tokens: readonly string[], start: number, holders: Holders): Found | undefined {
  let at = start;
  let determiner: string | undefined;
  const first = tokens[at]?.toLowerCase() ?? '';
  if (DETERMINERS.has(first)) {
    determiner = first;
    at = skip(tokens, at + 1);
  }
  const before: Before[] = [];
  at = modifiersAt(tokens, at, holders, before);
  const head = termAt(tokens, at, holders);
  if (!head || head.role === 'adjective') return undefined;
  const needsArticle = wantsArticle(tokens, start);
  if (head.role === 'part') {
    const inner: Before[] = [];
    const shared = determiner ? undefined : sharedHead(tokens, at, before, holders);
    if (shared) return shared;
    const afterPart = skip(tokens, at + 1);
    const isLost = tokens[afterPart] === 'XXXX';
    const next = modifiersAt(tokens, isLost ? skip(tokens, afterPart + 1) : afterPart, holders, inner);
    const finding = termAt(tokens, next, holders);
    if (finding?.role === 'finding') {
      const sides = before.filter((item) => 'modifier' in item && item.modifier.place === 'side');
      const part = composePart({ before: sides, head: head.term, needsArticle: true });
      const location: Phrase = isLost ? { ...part, parts: [...part.parts, ' XXXX'] } : part;
      const rest = before.filter((item) => !sides.includes(item));
      const phrase = { determiner, before: [...rest, ...inner], head: finding.term, location };
      return {
        phrase: composeFinding({ ...phrase, needsArticle: needsArticle && !isDenied(finding.term) }),
        next: next + 1,
      };
    }
    return partAt(tokens, at, {
      determiner,
      before,
      head: head.term,
      needsArticle: !isDescribed(tokens, start),
    });
  }
  if (head.role === 'unknown') {
    return before.length === 0 && !determiner
      ? { phrase: { parts: [head.term], number: numberOf(head.term) }, next: at + 1 }
      : undefined;
  }
  const phrase = { determiner, before, head: head.term, needsArticle: needsArticle && !isDenied(head.term) };
  const tip = skip(tokens, at + 1);
  if (/^tips?$/i.test(tokens[tip] ?? '') && (!determiner || determiner === 'the')) {
    const whole = composeFinding({ ...phrase, determiner: 'the' });
    return {
      phrase: {
        parts: [`the ${tokens[tip]?.toLowerCase()} of `, ...whole.parts],
        number: tokens[tip]?.endsWith('s') ? 'many' : 'one',
      },
      next: tip + 1,
    };
  }
  return { phrase: composeFinding(phrase), next: at + 1 };
}

/** "left clavicle and left rib fractures": one finding in two parts of the body. */
function sharedHead(
  tokens: readonly string[],
  at: number,
  before: readonly Before[],
  holders: Holders,
): Found | undefined {
  const first = termAt(tokens, at, holders);
  const join = skip(tokens, at + 1);
  if (!first || tokens[join]?.toLowerCase() !== 'and') return undefined;
  const between: Before[] = [];
  const second = modifiersAt(tokens, skip(tokens, join + 1), holders, between);
  const other = termAt(tokens, second, holders);
  if (other?.role !== 'part') return undefined;
  const own: Before[] = [];
  const after = skip(tokens, second + 1);
  const isLost = tokens[after] === 'XXXX';
  const end = modifiersAt(tokens, isLost ? skip(tokens, after + 1) : after, holders, own);
  const finding = termAt(tokens, end, holders);
  if (finding?.role !== 'finding' || finding.term.match?.isPlural !== true) return undefined;
  const one = composePart({ before: [], head: first.term, needsArticle: true });
  const two = composePart({ before: between, head: other.term, needsArticle: true });
  const parts = [...one.parts, ' and ', ...two.parts, ...(isLost ? [' XXXX'] : [])];
  const location: Phrase = { parts, number: 'many' };
  const phrase = composeFinding({
    before: [...before, ...own],
    head: finding.term,
    location,
    needsArticle: false,
  });
  return { phrase, next: end + 1 };
}

/** A part of the body, with the noun after it if one is: "the heart size", "the outline of the heart". */
function partAt(tokens: readonly string[], at: number, noun: NounPhrase): Found {
  const whole = composePart(noun);
  const next = skip(tokens, at + 1);
  const word = tokens[next] ?? '';
  if (!MEASURES.test(word.toLowerCase())) return { phrase: whole, next: at + 1, isPart: true };
  const measure = PLAIN_MEASURE[word.toLowerCase()] ?? word;
  const number = /[^s]s$/.test(measure) ? 'many' : 'one';
  const isShort = !/\s/.test(noun.head.shown);
  const parts =
    isShort && joined(whole.parts).split(' ').length <= 3
      ? [...whole.parts, ` ${measure}`]
      : [`the ${measure} of `, ...whole.parts];
  return { phrase: { parts, number }, next: next + 1, isPart: true };
}

/** Collects modifiers and adjective terms from `at`; returns the index of the token after them. */
function modifiersAt(tokens: readonly string[], start: number, holders: Holders, into: Before[]): number {
  let at = start;
  for (;;) {
    const token = tokens[at] ?? '';
    const modifier = modifierOf(token.toLowerCase());
    const term = termAt(tokens, at, holders);
    if (modifier) into.push({ word: token, modifier });
    else if (term?.role === 'adjective' && leadsToNoun(tokens, at, holders)) into.push({ term: term.term });
    else if (
      token === 'to' &&
      into.length > 0 &&
      modifierOf(tokens[skip(tokens, at + 1)]?.toLowerCase() ?? '')?.place === 'before'
    )
      into.push({ word: token, modifier: { place: 'before', plain: 'to' } });
    else return at;
    at = skip(tokens, at + 1);
    if (tokens[at] === ',' && modifierOf(tokens[skip(tokens, at + 1)]?.toLowerCase() ?? ''))
      at = skip(tokens, at + 1);
  }
}

/** True after "more" and the like: "more marked", never "more more marked than normal". */
function isCompared(tokens: readonly string[], at: number): boolean {
  return /^(?:more|most|less|least)$/i.test(tokens[at - 2] ?? '') && /^\s+$/.test(tokens[at - 1] ?? '');
}

/** Words that follow an adjective without being its noun. */
const NO_NOUN =
  /^(?:and|or|but|with|without|in|of|at|on|since|from|than|to|as|by|for|which|when|if|compared|compatible|consistent|due|secondary|likely|again|also|bilaterally|is|are|was|were|be|be#|may|which|that|noted|seen|suggesting|along|over|near|xxxx)$/;

/** True for an adjective term right before a word that can be its noun. */
function isBeforeNoun(tokens: readonly string[], at: number): boolean {
  const next = tokens[skip(tokens, at + 1)]?.toLowerCase() ?? '';
  return /^\p{L}/u.test(next) && !/ly$/.test(next) && !NO_NOUN.test(next) && skip(tokens, at + 1) > at + 1;
}

/** True for an adjective term that stands before its noun, not after "is". */
function leadsToNoun(tokens: readonly string[], start: number, holders: Holders): boolean {
  let at = skip(tokens, start + 1);
  while (modifierOf(tokens[at]?.toLowerCase() ?? '') || termAt(tokens, at, holders)?.role === 'adjective')
    at = skip(tokens, at + 1);
  const role = termAt(tokens, at, holders)?.role;
  return role === 'finding' || role === 'part';
}

function termAt(
  tokens: readonly string[],
  at: number,
  holders: Holders,
): { term: Term; role: Role } | undefined {
  const held = holders.get(tokens[at] ?? '');
  if (held?.kind !== 'term') return undefined;
  return { term: held.term, role: roleOf(held.term) };
}

/** How a term behaves in its sentence. */
export function roleOf(term: Term): Role {
  const kind = term.match?.entry.kind;
  if (!kind) return 'unknown';
  if (kind === 'adj') return 'adjective';
  return kind === 'organ' || kind === 'organs' ? 'part' : 'finding';
}

/** Words that describe a part of the body and stand right before it: "clear lungs" takes no "the" inside. */
const DESCRIBING =
  /^(?:normal|clear|low|more|less|most|expanded|aerated|inflated|increased|decreased|intact|unremarkable|well-expanded|well-aerated|appearing|sized|such|.*['’]s)$/;

function isDescribed(tokens: readonly string[], start: number): boolean {
  let at = start - 1;
  while (at >= 0 && /^\s+$/.test(tokens[at] ?? '')) at--;
  return DESCRIBING.test(tokens[at]?.toLowerCase() ?? '');
}

const isDenied = (term: Term): boolean => term.entity.assertion === 'absent';

const numberOf = (term: Term): Phrase['number'] => (/[^s]s$/i.test(term.original) ? 'many' : 'one');

function wantsArticle(tokens: readonly string[], start: number): boolean {
  let at = start - 1;
  while (at >= 0 && /^\s+$/.test(tokens[at] ?? '')) at--;
  const token = tokens[at]?.toLowerCase();
  return (
    token === undefined || /^[^\p{L}\p{N}]$/u.test(token) || OPENERS.has(token) || /^\d+\.?$/.test(token)
  );
}

/** The next token that is no white space. */
function skip(tokens: readonly string[], at: number): number {
  return /^\s+$/.test(tokens[at] ?? '') ? at + 1 : at;
}
