import { codePointPlaces } from '../../domain/code-points';
import type { Entity } from '../../domain/entity';
import { siteLinks } from '../../domain/links';
import { NOT_REVIEWED } from '../notice';
import type { TaggedText } from './tagged-text';

/** Characters of context on each side of a quote. */
const CONTEXT = 32;

/**
 * The entities as a collection of the W3C Web Annotation Data Model (2017) in JSON-LD, the text with it. Each
 * annotation tags one span: a TextPositionSelector in code points, as the model asks, and a TextQuoteSelector; its
 * assertion classifies it; a finding links to the annotation of its site.
 * @param id  IRI of the text; a fresh `urn:uuid` when absent
 */
export function asWebAnnotation(
  { text, entities, labelSet, tagger }: TaggedText,
  id = `urn:uuid:${crypto.randomUUID()}`,
): string {
  const place = codePointPlaces(text);
  const links = siteLinks(text, entities);
  const iri = new Map(entities.map((entity, i) => [entity, `${id}#entity-${i + 1}`]));
  const items = entities.map((entity) => ({
    id: iri.get(entity),
    type: 'Annotation',
    motivation: 'tagging',
    body: [
      { type: 'TextualBody', purpose: 'tagging', value: entity.type },
      ...(entity.assertion ? [{ type: 'TextualBody', purpose: 'classifying', value: entity.assertion }] : []),
      ...(entity.reason ? [{ type: 'TextualBody', purpose: 'commenting', value: entity.reason }] : []),
      ...(links.get(entity) ?? []).map((site) => ({
        type: 'SpecificResource',
        purpose: 'linking',
        source: iri.get(site),
      })),
    ],
    target: {
      type: 'SpecificResource',
      source: id,
      selector: [
        { type: 'TextPositionSelector', start: place(entity.start), end: place(entity.end) },
        { type: 'TextQuoteSelector', ...quote(text, entity) },
      ],
    },
  }));
  const collection = {
    '@context': [
      'http://www.w3.org/ns/anno.jsonld',
      { schema: 'http://schema.org/', about: 'schema:about', text: 'schema:text' },
    ],
    id: `${id}#entities`,
    type: 'AnnotationCollection',
    label: `Entities, label set ${labelSet}. ${NOT_REVIEWED}`,
    generator: { type: 'Software', name: tagger ? `Scribe CXR, ${tagger}` : 'Scribe CXR' },
    about: { id, type: 'Text', format: 'text/plain', text },
    total: items.length,
    first: { id: `${id}#page-1`, type: 'AnnotationPage', startIndex: 0, items },
  };
  return `${JSON.stringify(collection, undefined, 2)}\n`;
}

/** The words with what stands around them; no half of a surrogate pair at the outer ends. */
function quote(text: string, { start, end }: Entity): { exact: string; prefix: string; suffix: string } {
  const prefix = text.slice(Math.max(0, start - CONTEXT), start);
  const suffix = text.slice(end, end + CONTEXT);
  return {
    exact: text.slice(start, end),
    prefix: start > CONTEXT ? prefix.replace(/^[\udc00-\udfff]/, '') : prefix,
    suffix: end + CONTEXT < text.length ? suffix.replace(/[\ud800-\udbff]$/, '') : suffix,
  };
}
