import type { Assertion } from '../../domain/entity';
import { asLine, type Mention } from '../../domain/mentions';

/** Equal mentions of a text: the same type, words and assertion. */
export interface EntityRow {
  readonly key: string;
  readonly type: string;
  /** As the first mention writes it. */
  readonly words: string;
  readonly assertion?: Assertion;
  /** Why it is uncertain; of the first mention that says so. */
  readonly reason?: string;
  /** Sites of all mentions, each once. */
  readonly sites: readonly string[];
  /** Sentence of the first mention, as one line. */
  readonly sentence: string;
  /** In the order of the text, at least one. */
  readonly mentions: readonly Mention[];
}

export const COLUMNS = ['type', 'words', 'assertion', 'site', 'sentence', 'count'] as const;
export type Column = (typeof COLUMNS)[number];

/** Order of the table; without a column it is that of the text. */
export interface Sorting {
  readonly column: Column;
  readonly falling: boolean;
}

/** What makes two mentions equal. */
export function rowKey({ entity, words }: Mention): string {
  const plain = words.replace(/\s+/g, ' ').toLowerCase();
  return [entity.type, entity.assertion ?? '', plain].join('\n');
}

/** The rows of a text, in the order of their first mention. */
export function entityRows(text: string, mentions: readonly Mention[]): EntityRow[] {
  const groups = new Map<string, Mention[]>();
  for (const mention of mentions) {
    const group = groups.get(rowKey(mention));
    if (group) group.push(mention);
    else groups.set(rowKey(mention), [mention]);
  }
  return [...groups].flatMap(([key, equal]): EntityRow[] => {
    const [first] = equal;
    if (!first) return [];
    const { type, assertion } = first.entity;
    const reason = equal.find(({ entity }) => entity.reason !== undefined)?.entity.reason;
    const sites = equal.flatMap((mention) => mention.sites.map((site) => asLine(text, site)));
    return [
      {
        key,
        type,
        words: asLine(text, first.entity),
        ...(assertion === undefined ? {} : { assertion }),
        ...(reason === undefined ? {} : { reason }),
        sites: [...new Set(sites)],
        sentence: asLine(text, first.sentence),
        mentions: equal,
      },
    ];
  });
}

/** The rows in another order; equal ones stay in that of the text. */
export function sortRows(rows: readonly EntityRow[], sorting: Sorting | undefined): readonly EntityRow[] {
  if (!sorting) return rows;
  const order = ORDERS[sorting.column];
  const direction = sorting.falling ? -1 : 1;
  return [...rows].sort((a, b) => direction * order(a, b));
}

/** What a click on a column's head asks for: rising, falling (for counts the other way), then as in the text. */
export function nextSorting(now: Sorting | undefined, column: Column): Sorting | undefined {
  const startsFalling = column === 'count';
  if (now?.column !== column) return { column, falling: startsFalling };
  return now.falling === startsFalling ? { column, falling: !startsFalling } : undefined;
}

type Order = (a: EntityRow, b: EntityRow) => number;

/** Rows without the value come last when rising. */
function byText(of: (row: EntityRow) => string | undefined): Order {
  return (a, b) => (of(a) ?? '\uffff').localeCompare(of(b) ?? '\uffff', 'en');
}

const ORDERS: Readonly<Record<Column, Order>> = {
  type: byText((row) => row.type),
  words: byText((row) => row.words),
  assertion: byText((row) => row.assertion),
  site: byText((row) => row.sites[0]),
  sentence: (a, b) => startOf(a) - startOf(b),
  count: (a, b) => a.mentions.length - b.mentions.length,
};

function startOf(row: EntityRow): number {
  return row.mentions[0]?.sentence.start ?? 0;
}
