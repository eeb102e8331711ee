import { codePointPlaces } from '../../domain/code-points';
import { NOT_REVIEWED } from '../notice';
import type { TaggedText } from './tagged-text';

/** One document as `displacy.render(..., style="ent", manual=True)` takes it; places in code points. */
export interface DisplacyDocument {
  readonly text: string;
  readonly ents: readonly { readonly start: number; readonly end: number; readonly label: string }[];
  readonly title: string;
}

/** A text as displaCy draws it; the title is the notice. */
export function displacyDocument({ text, entities }: TaggedText): DisplacyDocument {
  const place = codePointPlaces(text);
  return {
    text,
    ents: entities.map(({ start, end, type }) => ({ start: place(start), end: place(end), label: type })),
    title: NOT_REVIEWED,
  };
}

/** JSON for displaCy: one document, or a list of them for several texts. */
export function asDisplacy(texts: readonly TaggedText[]): string {
  const documents = texts.map(displacyDocument);
  return `${JSON.stringify(documents.length === 1 ? documents[0] : documents, undefined, 2)}\n`;
}
