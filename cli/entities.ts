import type { Entity } from '../src/domain/entity';

/** Entities with the fields that the command line promises: start, end, type, assertion. */
export function plainEntities(entities: readonly Entity[]): Entity[] {
  return entities.map(({ start, end, type, assertion }) => ({
    start,
    end,
    type,
    ...(assertion === undefined ? {} : { assertion }),
  }));
}
