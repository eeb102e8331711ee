/** One token of a column file with the tag that the file gives it. */
export interface TaggedToken {
  readonly token: string;
  readonly gold: string;
}

/**
 * Sentences of a `token TAB tag` text, blank lines between them.
 * @throws SyntaxError that names the line without a tab
 */
export function parseConll(text: string): TaggedToken[][] {
  const sentences: TaggedToken[][] = [];
  let sentence: TaggedToken[] = [];
  for (const [i, line] of text
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .entries()) {
    if (line.trim() === '') {
      if (sentence.length > 0) sentences.push(sentence);
      sentence = [];
      continue;
    }
    const [token, gold] = line.split('\t');
    if (token === undefined || gold === undefined)
      throw new SyntaxError(`line ${i + 1} is not token TAB tag`);
    sentence.push({ token, gold: gold.trim() });
  }
  if (sentence.length > 0) sentences.push(sentence);
  return sentences;
}

/**
 * How a file writes the tagger's types: BC5CDR's files say `Chemical`, BioNLP13CG's `Gene_or_gene_product`, the
 * tagger `CHEMICAL` and `GENE_OR_GENE_PRODUCT`. A type that the file does not hold stays as the tagger writes it.
 */
export function spellingOf(sentences: readonly (readonly TaggedToken[])[]): (tag: string) => string {
  const written = new Map<string, string>();
  for (const { gold } of sentences.flat()) {
    const type = gold.slice(2);
    if (type) written.set(canonical(type), type);
  }
  return (tag) => tag.slice(0, 2) + (written.get(canonical(tag.slice(2))) ?? tag.slice(2));
}

function canonical(type: string): string {
  return type.toUpperCase().replaceAll('-', '_');
}
