import type { Assertion, Entity } from '../entity';
import type { GlossaryEntry, GlossaryMatch } from './glossary';

/** A piece of the plain text; the pieces' texts joined in order are the whole. */
export type PlainSegment =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'term';
      /** The plain words, as they stand in the sentence. */
      readonly text: string;
      /** The words of the report, and their place in it. */
      readonly original: string;
      readonly start: number;
      readonly end: number;
      readonly entry: GlossaryEntry;
      readonly explanation: string;
      readonly assertion?: Assertion;
    }
  /** A tagged term without an entry: stays as the report has it. */
  | {
      readonly kind: 'unknown';
      readonly text: string;
      readonly original: string;
      readonly start: number;
      readonly end: number;
      readonly assertion?: Assertion;
    };

/** A tagged term of one sentence while the sentence is rewritten. */
export interface Term {
  readonly entity: Entity;
  readonly original: string;
  readonly match?: GlossaryMatch;
  /** What the sentence will show. */
  shown: string;
}

/** Plain words and terms in the order they are read. */
export type Part = string | Term;

/** A noun phrase: its parts, and whether its verb is singular or plural. */
export interface Phrase {
  readonly parts: readonly Part[];
  readonly number: 'one' | 'many';
}

/** What a place-holder character stands for. */
export type Held = { readonly kind: 'term'; readonly term: Term } | ({ readonly kind: 'phrase' } & Phrase);

/**
 * A sentence as a string in which each term, later each noun phrase, is one private-use character, so that rules
 * can be regular expressions over both words and terms.
 */
export const MARK = {
  finding: [0xe000, 0xe3ff],
  adjective: [0xe400, 0xe7ff],
  part: [0xe800, 0xebff],
  unknown: [0xec00, 0xefff],
  phrase: [0xf000, 0xf3ff],
} as const;
export type MarkName = keyof typeof MARK;

/** At most so many terms fit into one sentence's place-holders. */
export const MOST_TERMS = 0x3ff;

export class Holders {
  private readonly held = new Map<string, Held>();
  private readonly next = new Map<MarkName, number>();

  /** @returns the place-holder of what is put in */
  put(name: MarkName, held: Held): string {
    const at = this.next.get(name) ?? MARK[name][0];
    if (at > MARK[name][1]) throw new RangeError(`more than ${MOST_TERMS + 1} terms in a sentence`);
    this.next.set(name, at + 1);
    const mark = String.fromCharCode(at);
    this.held.set(mark, held);
    return mark;
  }

  get(mark: string): Held | undefined {
    return this.held.get(mark);
  }

  /** The parts behind a string with place-holders. */
  open(text: string): Part[] {
    const parts: Part[] = [];
    for (const piece of text.split(/([\uE000-\uF3FF])/)) {
      const held = this.held.get(piece);
      if (!held) {
        if (piece !== '') parts.push(piece);
      } else if (held.kind === 'term') parts.push(held.term);
      else parts.push(...held.parts);
    }
    return parts;
  }
}

export function joined(parts: readonly Part[]): string {
  return parts.map((part) => (typeof part === 'string' ? part : part.shown)).join('');
}
