import { siteLinks } from '../../domain/links';
import { NOT_REVIEWED } from '../notice';
import type { TaggedText } from './tagged-text';

/** Format of the JSON export of entities; raised when a field changes its meaning. */
export const ENTITIES_FORMAT = 'scribe-cxr-entities/1';

/**
 * Texts with their entities as JSON; `start` and `end` are UTF-16 code units of `text`, `sites` the indices of the
 * anatomy among the entities of the same text.
 * @param texts  all of one label set and tagger
 */
export function entitiesAsJson(texts: readonly TaggedText[]): string {
  const [first] = texts;
  const body = {
    format: ENTITIES_FORMAT,
    notice: NOT_REVIEWED,
    reviewed: false,
    labelSet: first?.labelSet ?? 'report',
    ...(first?.tagger ? { tagger: first.tagger } : {}),
    reports: texts.map(({ text, entities }) => {
      const links = siteLinks(text, entities);
      const index = new Map(entities.map((entity, i) => [entity, i]));
      return {
        text,
        entities: entities.map((entity) => {
          const sites = links.get(entity)?.map((site) => index.get(site));
          return { ...entity, ...(sites ? { sites } : {}) };
        }),
      };
    }),
  };
  return `${JSON.stringify(body, undefined, 2)}\n`;
}
