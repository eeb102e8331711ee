import { searchKey, type Search } from '../../domain/search';

/** The measures that stand for a decoder in one line, with the names of the field. */
const MEASURES = [
  ['cider', 'CIDEr'],
  ['bleu4', 'BLEU-4'],
  ['rougeL', 'ROUGE-L'],
  ['clinicalF1', 'clinical F1'],
] as const;

/**
 * The figures of a decoder in one line: `CIDEr 0.373, BLEU-4 0.105, ...`.
 * @param search  the figures of another search do not speak of it
 * @returns       undefined when the pack has none measured that way
 */
export function headline(figures: Readonly<Record<string, number>>, search: Search): string | undefined {
  const set = `val.${searchKey(search)}`;
  const parts = MEASURES.flatMap(([key, name]) => {
    const value = figures[`${set}.${key}`];
    return value === undefined ? [] : [`${name} ${value.toFixed(3)}`];
  });
  return parts.length > 0 ? parts.join(', ') : undefined;
}
