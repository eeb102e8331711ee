import { withSecondOpinion } from '../../domain/assertion/second-opinion';
import type { Entity, LabelSet } from '../../domain/entity';
import type { Tagger, TaggingOptions } from './tagger';

/**
 * Entities of any text as the product shows them: the tagger's, and with the label set `report` the assertion set
 * against the wording (src/domain/assertion).
 * @throws EngineError `unknown-labels`, and what `pause` throws
 */
export async function tagText(
  tagger: Tagger,
  text: string,
  labelSet: LabelSet,
  options: TaggingOptions = {},
): Promise<Entity[]> {
  const entities = await tagger.tag(text, labelSet, options);
  return labelSet === 'report' ? withSecondOpinion(text, entities) : entities;
}
