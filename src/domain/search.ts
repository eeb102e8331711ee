/** How a report is searched for: by a beam of so many hypotheses, 1 being greedy, or as the consensus of drafts. */
export type Search = number | 'consensus';

/** The widest beam that is offered. */
const WIDEST_BEAM = 8;

/** What a person can choose from. */
export const SEARCHES: readonly Search[] = [
  ...Array.from({ length: WIDEST_BEAM }, (_, i) => i + 1),
  'consensus',
];

/** `greedy`, `beam 3`, `consensus`. */
export function searchName(search: Search): string {
  if (search === 'consensus') return search;
  return search === 1 ? 'greedy' : `beam ${search}`;
}

/** Its name among the figures of a pack: `greedy`, `beam3`, `consensus`. */
export function searchKey(search: Search): string {
  return searchName(search).replace(' ', '');
}

/** The search that `String(search)` stands for, as in the value of an option; undefined where there is none. */
export function searchOf(text: string): Search | undefined {
  return SEARCHES.find((search) => String(search) === text);
}
