import { sentenceWords } from '../../domain/sentences';
import { splitWords } from '../../domain/words';
import type { TaggedText } from './tagged-text';

/**
 * Texts in two columns, `token TAB tag` with IOB2 tags and a blank line after each sentence: the tagger's own words,
 * as `npm run tag -- --conll` reads them. The format has no room for assertions or for a notice.
 */
export function asConll(texts: readonly TaggedText[]): string {
  return texts.map(oneText).join('');
}

function oneText({ text, entities }: TaggedText): string {
  const words = splitWords(text);
  let next = 0;
  let lines = '';
  for (const { first, end } of sentenceWords(text, words)) {
    for (const word of words.slice(first, end)) {
      while ((entities[next]?.end ?? Infinity) <= word.start) next++;
      const entity = entities[next];
      const isInside = entity !== undefined && entity.start < word.end;
      const isFirst = isInside && entity.start >= word.start;
      const continues = isInside && !isFirst;
      const tag = isInside ? `${continues ? 'I' : 'B'}-${entity.type}` : 'O';
      lines += `${text.slice(word.start, word.end)}\t${tag}\n`;
    }
    lines += '\n';
  }
  return lines;
}
