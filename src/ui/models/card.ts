/** A stretch of a line: plain, strong, or code. */
export interface CardSpan {
  readonly kind: 'text' | 'strong' | 'code';
  readonly text: string;
}

/** One block of a model card. */
export type CardBlock =
  | { readonly kind: 'heading'; readonly level: number; readonly spans: readonly CardSpan[] }
  | { readonly kind: 'paragraph'; readonly spans: readonly CardSpan[] }
  | { readonly kind: 'list'; readonly items: readonly (readonly CardSpan[])[] }
  | {
      readonly kind: 'table';
      readonly head: readonly (readonly CardSpan[])[];
      readonly rows: readonly (readonly (readonly CardSpan[])[])[];
    }
  | { readonly kind: 'code'; readonly text: string };

/** Strong text, code, and links as their words; the rest as it stands. */
export function cardSpans(line: string): CardSpan[] {
  const spans: CardSpan[] = [];
  const words = line.replaceAll(/\[([^\]]+)\]\(([^)\s]+)\)/g, '$1 ($2)');
  for (const part of words.split(/(\*\*[^*]+\*\*|`[^`]+`)/)) {
    if (part === '') continue;
    if (part.length > 4 && part.startsWith('**') && part.endsWith('**')) {
      spans.push({ kind: 'strong', text: part.slice(2, -2) });
    } else if (part.length > 2 && part.startsWith('`') && part.endsWith('`')) {
      spans.push({ kind: 'code', text: part.slice(1, -1) });
    } else spans.push({ kind: 'text', text: part });
  }
  return spans;
}

function cells(line: string): CardSpan[][] {
  return line
    .trim()
    .replace(/^\|/, '')
    .replace(/\|$/, '')
    .split('|')
    .map((cell) => cardSpans(cell.trim()));
}

const FENCE = /^```/;
const HEADING = /^(#{1,6})\s+(.*)$/;
const ITEM = /^\s*[-*]\s+(.*)$/;
const ROW = /^\s*\|.*\|\s*$/;
const RULE = /^\s*\|[\s:|-]+\|\s*$/;

/**
 * Reads the Markdown of a model card into blocks: headings, paragraphs, flat lists, tables, fenced code. What
 * it does not know stays as text; nothing of a card ever becomes markup.
 */
export function readCard(markdown: string): CardBlock[] {
  const lines = markdown.split(/\r?\n/);
  const blocks: CardBlock[] = [];
  let i = 0;
  const takeWhile = (goesOn: (line: string) => boolean): string[] => {
    const taken: string[] = [];
    for (let line = lines[i]; line !== undefined && goesOn(line); line = lines[++i]) taken.push(line);
    return taken;
  };
  while (i < lines.length) {
    const line = lines[i] ?? '';
    const heading = HEADING.exec(line);
    if (line.trim() === '') i++;
    else if (FENCE.test(line)) {
      i++;
      blocks.push({ kind: 'code', text: takeWhile((next) => !FENCE.test(next)).join('\n') });
      i++;
    } else if (heading) {
      i++;
      blocks.push({ kind: 'heading', level: heading[1]?.length ?? 1, spans: cardSpans(heading[2] ?? '') });
    } else if (ROW.test(line)) {
      const [head = '', ...rows] = takeWhile((next) => ROW.test(next));
      const body = rows.filter((row) => !RULE.test(row));
      blocks.push({ kind: 'table', head: cells(head), rows: body.map(cells) });
    } else if (ITEM.test(line)) {
      const items: string[] = [];
      for (const next of takeWhile((text) => text.trim() !== '' && !HEADING.test(text))) {
        const item = ITEM.exec(next)?.[1];
        if (item !== undefined) items.push(item);
        else items.push(`${items.pop() ?? ''} ${next.trim()}`);
      }
      blocks.push({ kind: 'list', items: items.map(cardSpans) });
    } else {
      const starts = (text: string): boolean =>
        text.trim() === '' || FENCE.test(text) || HEADING.test(text) || ITEM.test(text) || ROW.test(text);
      i++;
      const rest = takeWhile((next) => !starts(next));
      blocks.push({ kind: 'paragraph', spans: cardSpans([line, ...rest].map((l) => l.trim()).join(' ')) });
    }
  }
  return blocks;
}
