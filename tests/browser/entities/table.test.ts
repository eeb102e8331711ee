import { flushSync, mount, unmount } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Entity } from '../../../src/domain/entity';
import EntityFacts from '../../../src/ui/entities/EntityFacts.svelte';
import EntityTable from '../../../src/ui/entities/EntityTable.svelte';
import { EntityView } from '../../../src/ui/entities/entity-view.svelte';
import MarkedText from '../../../src/ui/entities/MarkedText.svelte';
import MarkLegend from '../../../src/ui/entities/MarkLegend.svelte';
import '../../../src/ui/theme.css';
import '../../../src/ui/entities/entity-colours.css';
import '../../../src/ui/entities/report-text.css';

const text = 'No effusion. Nodule in the left apex. No effusion 😀.';

function mark(words: string, type: string, assertion?: Entity['assertion'], from = 0): Entity {
  const start = text.indexOf(words, from);
  return { start, end: start + words.length, type, ...(assertion ? { assertion } : {}) };
}

const entities: Entity[] = [
  mark('effusion', 'DISEASE', 'absent'),
  { ...mark('Nodule', 'DISEASE', 'uncertain'), reason: 'The model reads it as present.' },
  mark('left apex', 'ANATOMY'),
  mark('effusion', 'DISEASE', 'absent', 20),
];

let view: EntityView;
let mounted: Record<string, unknown>[];
let table: ReturnType<typeof mount> & { reveal(takesFocus: boolean): void };
const onactivate = vi.fn();

beforeEach(() => {
  onactivate.mockClear();
  view = new EntityView(() => ({ text, entities, labelSet: 'report' }));
  const target = document.body;
  table = mount(EntityTable, { target, props: { view, onactivate } }) as typeof table;
  mounted = [
    mount(MarkLegend, { target, props: { view } }),
    mount(MarkedText, { target, props: { text, view, onchoose: (entity: Entity) => view.choose(entity) } }),
    mount(EntityFacts, { target, props: { view, text, hint: 'Point at a mark.' } }),
    table,
  ];
  flushSync();
});

afterEach(async () => {
  await Promise.all(mounted.map((component) => unmount(component)));
});

function all(selector: string): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>(selector)];
}

function press(target: Element | undefined, key: string): void {
  target?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
  flushSync();
}

describe('marks in a text', () => {
  it('keep the text, and carry type, label and assertion as displaCy does', () => {
    expect(document.querySelector('.report-text')?.textContent).toBe(text);
    expect(all('mark').map(({ dataset }) => [dataset.entity, dataset.assertion])).toEqual([
      ['DISEASE', 'absent'],
      ['DISEASE', 'uncertain'],
      ['ANATOMY', undefined],
      ['DISEASE', 'absent'],
    ]);
    const [absent, uncertain] = all('mark');
    expect(getComputedStyle(absent!, '::after').content).toBe('"DISEASE absent"');
    expect(getComputedStyle(uncertain!).borderBottomStyle).toBe('dotted');
    expect(getComputedStyle(absent!.querySelector('.word')!).textDecorationLine).toBe('line-through');
  });

  it('are one stop for Tab; arrow keys go on, and tell site and reason', () => {
    const words = all('mark .word');
    expect(words.map(({ tabIndex }) => tabIndex)).toEqual([0, -1, -1, -1]);
    words[0]?.focus();
    press(words[0], 'ArrowRight');
    expect(document.activeElement).toBe(words[1]);
    expect(document.querySelector('[data-testid=entity-facts]')?.textContent).toMatch(
      /Nodule.*DISEASE, uncertain.*site: left apex.*The model reads it as present/s,
    );
    expect(all('mark.linked').map(({ textContent }) => textContent)).toEqual(['left apex']);
    press(words[1], 'End');
    expect(document.activeElement).toBe(words[3]);
  });

  it('lead to their row, and take all equal mentions with them', async () => {
    press(all('mark .word')[3], 'Enter');
    expect(all('mark.chosen')).toHaveLength(2);
    table.reveal(true);
    await vi.waitFor(() => expect(document.activeElement?.closest('tr[data-chosen]')).not.toBeNull());
    expect(document.activeElement?.textContent).toBe('effusion');
  });
});

describe('the table', () => {
  const rows = (): string[][] =>
    all('tbody tr').map((row) => [...row.children].map((cell) => cell.textContent?.trim() ?? ''));

  it('holds type, text, assertion with its reason, site, sentence and count', () => {
    expect(rows().map((row) => [row[0], row[1], row[3], row[4], row[5]])).toEqual([
      ['DISEASE', 'effusion', '–', 'No effusion.', '2'],
      ['DISEASE', 'Nodule', 'left apex', 'Nodule in the left apex.', '1'],
      ['ANATOMY', 'left apex', '–', 'Nodule in the left apex.', '1'],
    ]);
    expect(rows()[1]?.[2]).toMatch(/^uncertain\s*\(!\) The model reads it as present\.$/);
  });

  it('goes through the mentions of a row, one activation after the other', () => {
    const button = all('tbody .words button')[0]!;
    for (const index of [0, 1, 0]) {
      button.click();
      flushSync();
      expect(onactivate).toHaveBeenLastCalledWith(expect.objectContaining({ words: 'effusion' }), index);
    }
    expect(button.getAttribute('aria-pressed')).toBe('true');
  });

  it('tells how it is sorted', () => {
    const head = (): HTMLElement => all('thead th')[1]!;
    const sorted = (): (string | null)[] => [
      head().getAttribute('aria-sort'),
      ...rows().map((row) => row[1]!),
    ];
    const click = (): void => {
      head().querySelector('button')?.click();
      flushSync();
    };
    click();
    expect(sorted()).toEqual(['ascending', 'effusion', 'left apex', 'Nodule']);
    click();
    expect(sorted()).toEqual(['descending', 'Nodule', 'left apex', 'effusion']);
    click();
    expect(sorted()).toEqual([null, 'effusion', 'Nodule', 'left apex']);
  });
});

describe('the legend', () => {
  it('switches types and assertions off in text and table, with counts', () => {
    const button = (name: RegExp): HTMLElement =>
      all('.legend button').find((each) => name.test(each.textContent ?? ''))!;
    expect(button(/DISEASE/).textContent).toMatch(/3\s*$/);
    button(/absent/).click();
    flushSync();
    expect(button(/absent/).getAttribute('aria-pressed')).toBe('false');
    expect(all('mark')).toHaveLength(2);
    expect(all('tbody tr')).toHaveLength(2);
    button(/Show all/).click();
    flushSync();
    expect(all('mark')).toHaveLength(4);
  });
});
