import {
  asConll,
  asDisplacy,
  asWebAnnotation,
  entitiesAsCsv,
  entitiesAsJson,
  type TaggedText,
} from '../../export';

/** One way for entities to leave the app. */
export interface EntityExport {
  readonly label: string;
  /** Of the file's name. */
  readonly ending: string;
  readonly type: string;
  readonly make: (text: TaggedText) => string;
}

/** Formats of one tagged text, for the export menus. */
export const ENTITY_EXPORTS: readonly EntityExport[] = [
  { label: 'Entities, table (.csv)', ending: 'csv', type: 'text/csv', make: (text) => entitiesAsCsv([text]) },
  {
    label: 'Entities (.json)',
    ending: 'entities.json',
    type: 'application/json',
    make: (text) => entitiesAsJson([text]),
  },
  {
    label: 'displaCy (.json)',
    ending: 'displacy.json',
    type: 'application/json',
    make: (text) => asDisplacy([text]),
  },
  { label: 'CoNLL (.conll)', ending: 'conll', type: 'text/plain', make: (text) => asConll([text]) },
  {
    label: 'Web Annotation (.jsonld)',
    ending: 'jsonld',
    type: 'application/ld+json',
    make: (text) => asWebAnnotation(text),
  },
];
