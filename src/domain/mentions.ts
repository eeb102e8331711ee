import type { Entity } from './entity';
import { siteLinks } from './links';
import type { TextSpan } from './report-text';
import { sentenceAt, sentencesOf } from './sentences';

/** One entity where it stands. */
export interface Mention {
  readonly entity: Entity;
  /** Its words as they stand in the text. */
  readonly words: string;
  readonly sentence: TextSpan;
  /** Anatomy that the finding is linked to (`siteLinks`), in the order of the text. */
  readonly sites: readonly Entity[];
}

/**
 * The entities of a text with their sentence and, in the label set `report`, their site.
 * @param sentences  sorted; cut from the text when absent
 */
export function mentionsOf(
  text: string,
  entities: readonly Entity[],
  sentences: readonly TextSpan[] = sentencesOf(text),
): Mention[] {
  const links = siteLinks(text, entities);
  return entities.map((entity) => {
    const first = sentenceAt(sentences, entity.start);
    const last = sentenceAt(sentences, Math.max(entity.start, entity.end - 1));
    return {
      entity,
      words: text.slice(entity.start, entity.end),
      sentence: { start: first?.start ?? entity.start, end: last?.end ?? first?.end ?? entity.end },
      sites: links.get(entity) ?? [],
    };
  });
}

/** A sentence or other part of a text as one line. */
export function asLine(text: string, { start, end }: TextSpan): string {
  return text.slice(start, end).replace(/\s+/g, ' ').trim();
}
