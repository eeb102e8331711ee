import { describe, expect, it } from 'vitest';
import type { Entity } from '../../../src/domain/entity';
import { mentionsOf } from '../../../src/domain/mentions';
import { EntityView } from '../../../src/ui/entities/entity-view.svelte';
import { markRuns } from '../../../src/ui/entities/marks';
import { entityRows, nextSorting, sortRows, type Sorting } from '../../../src/ui/entities/rows';

const text =
  'Opacity in the left base. No effusion. The heart is enlarged.\nNo Effusion or opacity. Effusion in the right base.';

function mark(words: string, type: string, assertion?: Entity['assertion'], from = 0): Entity {
  const start = text.indexOf(words, from);
  if (start < 0) throw new Error(`${words} is not in the text`);
  return { start, end: start + words.length, type, ...(assertion ? { assertion } : {}) };
}

const entities: Entity[] = [
  mark('Opacity', 'DISEASE', 'present'),
  mark('left base', 'ANATOMY'),
  mark('effusion', 'DISEASE', 'absent'),
  mark('heart', 'ANATOMY'),
  { ...mark('enlarged', 'DISEASE', 'uncertain'), reason: 'The model reads it as present.' },
  mark('Effusion', 'DISEASE', 'absent'),
  mark('opacity', 'DISEASE', 'absent'),
  mark('Effusion', 'DISEASE', 'present', 80),
  mark('right base', 'ANATOMY'),
];
const rows = entityRows(text, mentionsOf(text, entities));
const words = (list: readonly { words: string }[]): string[] => list.map((row) => row.words);

describe('rows of the entity table', () => {
  it('hold equal mentions together: same type, words whatever their case, and assertion', () => {
    expect(rows.map((row) => [row.words, row.assertion, row.mentions.length])).toEqual([
      ['Opacity', 'present', 1],
      ['left base', undefined, 1],
      ['effusion', 'absent', 2],
      ['heart', undefined, 1],
      ['enlarged', 'uncertain', 1],
      ['opacity', 'absent', 1],
      ['Effusion', 'present', 1],
      ['right base', undefined, 1],
    ]);
  });

  it('know their site, sentence and reason', () => {
    expect(rows[0]).toMatchObject({ sites: ['left base'], sentence: 'Opacity in the left base.' });
    expect(rows[4]).toMatchObject({ sites: ['heart'], reason: 'The model reads it as present.' });
    expect(rows[2]?.sites).toEqual([]);
  });

  it('are sorted both ways, those without a value last, equal ones as in the text', () => {
    const by = (column: Sorting['column'], falling = false) => words(sortRows(rows, { column, falling }));
    expect(by('count', true)[0]).toBe('effusion');
    expect(by('site').slice(0, 3)).toEqual(['enlarged', 'Opacity', 'Effusion']);
    expect(by('assertion').slice(-3)).toEqual(['left base', 'heart', 'right base']);
    expect(by('type').slice(0, 3)).toEqual(['left base', 'heart', 'right base']);
    expect(by('sentence', true)[0]).toBe('Effusion');
    expect(sortRows(rows, undefined)).toBe(rows);
  });

  it('go back to the order of the text with the third click', () => {
    const clicks = (column: Sorting['column']) => {
      const first = nextSorting(undefined, column);
      const second = nextSorting(first, column);
      return [first?.falling, second?.falling, nextSorting(second, column)];
    };
    expect(clicks('type')).toEqual([false, true, undefined]);
    expect(clicks('count')).toEqual([true, false, undefined]);
  });
});

describe('the view of a text', () => {
  const view = (): EntityView => new EntityView(() => ({ text, entities, labelSet: 'report' }));

  it('counts types and assertions, those that do not occur too', () => {
    const { types, assertions } = view();
    expect(types).toEqual([
      { name: 'DISEASE', count: 6 },
      { name: 'ANATOMY', count: 3 },
      { name: 'CHEMICAL', count: 0 },
      { name: 'DEVICE', count: 0 },
    ]);
    expect(assertions.map(({ count }) => count)).toEqual([2, 3, 1]);
    const other = new EntityView(() => ({ text, entities: entities.slice(0, 2), labelSet: 'bc5cdr' }));
    expect(other.types.map(({ name }) => name)).toEqual(['DISEASE', 'ANATOMY']);
    expect(other.assertions).toEqual([]);
  });

  it('filters by type and by assertion, together', () => {
    const filtered = view();
    filtered.toggle('absent');
    expect(filtered.entities).toHaveLength(6);
    filtered.toggle('ANATOMY');
    expect(words(filtered.rows)).toEqual(['Opacity', 'enlarged', 'Effusion']);
    expect(filtered.filtered).toBe(true);
    filtered.toggle('absent');
    expect(filtered.entities).toHaveLength(6);
    filtered.showAll();
    expect(filtered.entities).toEqual(entities);
  });

  it('links a finding with its site, both ways', () => {
    const linked = view();
    linked.looked = entities[0];
    expect([...linked.linked]).toEqual([entities[1]]);
    linked.looked = entities[1];
    expect([...linked.linked]).toEqual([entities[0]]);
    linked.looked = undefined;
    expect(linked.linked.size).toBe(0);
    expect(linked.describe(entities[4]!)).toBe(
      'DISEASE, uncertain, site: heart, The model reads it as present.',
    );
  });

  it('chooses every mention of a row', () => {
    const chosen = view();
    chosen.choose(entities[5]!);
    expect(entities.filter((entity) => chosen.isChosen(entity))).toEqual([entities[2], entities[5]]);
  });
});

describe('markRuns', () => {
  it('gives the text again, with its entities', () => {
    const runs = markRuns(text, entities);
    expect(runs.map((run) => run.text).join('')).toBe(text);
    expect(runs.flatMap((run) => run.entity ?? [])).toEqual(entities);
    expect(markRuns('', [])).toEqual([]);
  });
});
