/** Figures that were measured alike on several sets or ways: one row a measure, one column a set. */
export interface FigureTable {
  readonly columns: readonly string[];
  readonly rows: readonly { readonly name: string; readonly values: readonly string[] }[];
}

/** Names that are not written as they sound. */
const SPELLINGS: Readonly<Record<string, string>> = {
  nih: 'NIH',
  iu: 'IU',
  roco: 'ROCO',
  auroc: 'AUROC',
  f1: 'F1',
  bc5cdr: 'BC5CDR',
  bionlp13cg: 'BioNLP13CG',
  bleu1: 'BLEU-1',
  bleu2: 'BLEU-2',
  bleu3: 'BLEU-3',
  bleu4: 'BLEU-4',
  rouge: 'ROUGE',
  l: 'L',
  cider: 'CIDEr',
  int8: 'int8',
};

/** `iuFrontal.meanAuroc` as `IU frontal: mean AUROC`. */
export function figureName(key: string): string {
  return key
    .split('.')
    .map((part) =>
      part
        .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
        .split(/[ _]/)
        .map((word) => SPELLINGS[word.toLowerCase()] ?? word.toLowerCase())
        .join(' ')
        .replace('ROUGE L', 'ROUGE-L'),
    )
    .join(': ');
}

/** The values of one measure: whole when all are counts, else with the three decimals that a validation set bears. */
function shown(values: readonly (number | undefined)[]): string[] {
  const known = values.filter((value) => value !== undefined);
  const counts =
    known.every((value) => Number.isInteger(value)) && known.some((value) => Math.abs(value) > 1);
  return values.map((value) => {
    if (value === undefined) return '–';
    return counts ? value.toLocaleString('en') : value.toFixed(3).replace(/^-(?=[0.]+$)/, '');
  });
}

/** What stands before the last dot of a key, and what stands after it. */
function split(key: string): [set: string, measure: string] {
  const dot = key.lastIndexOf('.');
  return dot < 0 ? ['', key] : [key.slice(0, dot), key.slice(dot + 1)];
}

/**
 * Puts the figures of a pack into tables, so that what was measured alike stands side by side:
 * `val.greedy.bleu4` beside `val.bestConstantReport.bleu4`. Sets with a measure in common share a table.
 */
export function figureTables(figures: Readonly<Record<string, number>>): FigureTable[] {
  const groups: { sets: Set<string>; measures: Set<string> }[] = [];
  for (const key of Object.keys(figures)) {
    const [set, measure] = split(key);
    const joined = groups.filter((group) => group.sets.has(set) || group.measures.has(measure));
    const [first, ...others] = joined;
    const group = first ?? { sets: new Set<string>(), measures: new Set<string>() };
    if (!first) groups.push(group);
    for (const other of others) {
      other.sets.forEach((name) => group.sets.add(name));
      other.measures.forEach((name) => group.measures.add(name));
      groups.splice(groups.indexOf(other), 1);
    }
    group.sets.add(set);
    group.measures.add(measure);
  }
  return groups.map(({ sets, measures }) => ({
    columns: [...sets].map(figureName),
    rows: [...measures].map((measure) => ({
      name: figureName(measure),
      values: shown([...sets].map((set) => figures[set === '' ? measure : `${set}.${measure}`])),
    })),
  }));
}
