import type { Entity, LabelSet } from '../../domain/entity';
import type { Report } from '../../domain/report';

/** A text with its entities, as the exports of entities take it. */
export interface TaggedText {
  readonly text: string;
  /** Sorted, never overlapping; places in UTF-16 code units. */
  readonly entities: readonly Entity[];
  readonly labelSet: LabelSet;
  /** Id and version of the tagger pack: `tagger-mini 1.0.0`. */
  readonly tagger?: string;
}

/** A draft report as a tagged text, always in the label set `report`. */
export function taggedReport({
  text,
  entities,
  provenance,
}: Pick<Report, 'text' | 'entities' | 'provenance'>): TaggedText {
  const tagger = provenance.models[2];
  return {
    text,
    entities,
    labelSet: 'report',
    ...(tagger ? { tagger: `${tagger.id} ${tagger.version}` } : {}),
  };
}
