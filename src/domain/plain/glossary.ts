import { modifierOf } from './modifiers';
import { ANATOMY } from './terms/anatomy';
import { BONE_AND_OTHER_FINDINGS } from './terms/bones';
import { DEVICES_AND_CHEMICALS } from './terms/devices';
import { HEART_AND_GENERAL_FINDINGS } from './terms/heart';
import { LUNG_FINDINGS } from './terms/lungs';
import { singular, wordsOf } from './words';

/**
 * How a plain phrase behaves in a sentence. `count`: one or many; `mass`: neither; `substance`: mass that is
 * measured ("a small amount of fluid"); `plural`: always many; `adj`: said of something; `organ`, `organs`: parts
 * of the body, which take "the".
 */
export const TERM_KINDS = ['count', 'mass', 'substance', 'plural', 'adj', 'organ', 'organs'] as const;
export type TermKind = (typeof TERM_KINDS)[number];

export interface GlossaryEntry {
  /** The name under which the term is listed. */
  readonly term: string;
  readonly variants: readonly string[];
  readonly kind: TermKind;
  /** Fits into a sentence; `[whole|SIDE|both]` takes the side the report names. */
  readonly plain: string;
  /** The plural; of an adjective, the form before a noun. Equal to `plain` when the table gives none. */
  readonly other: string;
  /** One sentence for a patient. */
  readonly explanation: string;
}

/** A mention of a report found in the glossary. */
export interface GlossaryMatch {
  readonly entry: GlossaryEntry;
  readonly isPlural: boolean;
  /** Words of the mention that are no part of the term: side, size, place, number; lower case. */
  readonly modifiers: readonly string[];
}

/**
 * Reads a table of terms, one a line: `term; variant; ... | kind | plain // other form | explanation`.
 * @throws Error naming the line that is not well formed
 */
export function parseTerms(table: string): GlossaryEntry[] {
  return table
    .trim()
    .split('\n')
    .map((line) => {
      const [names = '', kind = '', forms = '', explanation = ''] = line.split(/ \| /);
      const [term = '', ...variants] = names.split(';').map((name) => name.trim());
      const [plain = '', other = plain] = forms.split(' // ').map((form) => form.trim());
      const known = TERM_KINDS.find((name) => name === kind.trim());
      if (!known || !term || !plain || !explanation.endsWith('.')) throw new Error(`glossary line: ${line}`);
      return { term, variants, kind: known, plain, other, explanation };
    });
}

const FINDINGS = [LUNG_FINDINGS, HEART_AND_GENERAL_FINDINGS, BONE_AND_OTHER_FINDINGS].flatMap(parseTerms);
const PARTS = parseTerms(ANATOMY);
const THINGS = parseTerms(DEVICES_AND_CHEMICALS);

/** Every entry, findings first. */
export const GLOSSARY: readonly GlossaryEntry[] = [...FINDINGS, ...PARTS, ...THINGS];

type Index = ReadonlyMap<string, GlossaryEntry>;

const INDICES = { DISEASE: indexOf(FINDINGS), ANATOMY: indexOf(PARTS), DEVICE: indexOf(THINGS) };

/** Lemmas as written, and sorted, so that another word order is found too. An earlier entry wins. */
function indexOf(entries: readonly GlossaryEntry[]): Index {
  const index = new Map<string, GlossaryEntry>();
  const names = (entry: GlossaryEntry) => [entry.term, ...entry.variants].map(wordsOf);
  const add = (key: string, entry: GlossaryEntry) => {
    if (!index.has(key)) index.set(key, entry);
  };
  for (const entry of entries) for (const name of names(entry)) add(exactKey(name), entry);
  for (const entry of entries) for (const name of names(entry)) add(bagKey(name), entry);
  return index;
}

function exactKey(words: readonly string[]): string {
  return words.map(singular).join(' ');
}

function bagKey(words: readonly string[]): string {
  const lemmas = words.filter((word) => word !== 'of' && word !== 'the').map(singular);
  return `#${lemmas.sort().join(' ')}`;
}

/**
 * Finds a mention: whole, in another word order, or its longest part when all other words are modifiers.
 * @param type  of the entity; its own table is asked first, then the others
 */
export function lookUp(mention: string, type: string): GlossaryMatch | undefined {
  const words = wordsOf(mention);
  if (words.length === 0) return undefined;
  const first = type === 'ANATOMY' ? 'ANATOMY' : type === 'DISEASE' ? 'DISEASE' : 'DEVICE';
  const order = [INDICES[first], ...Object.values(INDICES).filter((index) => index !== INDICES[first])];
  for (const index of order) {
    const match = findIn(index, words, mention);
    if (match) return match;
  }
  return undefined;
}

function findIn(index: Index, words: readonly string[], mention: string): GlossaryMatch | undefined {
  const last = words.at(-1) ?? '';
  const isPlural = singular(last) !== last;
  const find = (part: readonly string[]) => index.get(exactKey(part)) ?? index.get(bagKey(part));
  const kept = hyphenated(mention);
  for (let from = 0; from < words.length; from++) {
    const modifiers = words.slice(0, from);
    if (!modifiers.every((word) => modifierOf(word))) break;
    const entry = find(words.slice(from));
    if (entry) return { entry, isPlural, modifiers };
  }
  const core = kept.filter((word) => !modifierOf(word));
  const entry = core.length > 0 && core.length < kept.length ? find(core.flatMap(wordsOf)) : undefined;
  if (entry) return { entry, isPlural, modifiers: kept.filter((word) => modifierOf(word)) };
  const level = INDICES.ANATOMY.get('spinal level');
  if (level && core.length > 0 && core.every((word) => /^[ctls]\d{1,2}(?:-[ctls]?\d{1,2})?$/.test(word)))
    return { entry: level, isPlural: false, modifiers: kept.filter((word) => modifierOf(word)) };
  return undefined;
}

/** The words with their hyphens, so that "age-indeterminate" stays one modifier. */
function hyphenated(mention: string): string[] {
  return mention
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((word) => word !== '' && word !== 'xxxx');
}
