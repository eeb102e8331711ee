import { fleschKincaid } from 'flesch-kincaid';
import { syllable } from 'syllable';

/**
 * Flesch-Kincaid grade of a text: 0.39 words/sentence + 11.8 syllables/word - 15.59 (Kincaid et al. 1975).
 * List numbers end a sentence and are no words; nor is XXXX, which stands for a word that was taken out.
 * @returns undefined for a text without words
 */
export function gradeOf(text: string): number | undefined {
  const sentences = text
    .replace(/(^|\s)\d{1,2}\.(?=\s)/g, '.')
    .split(/[.!?]+(?=\s|$)|^\./)
    .map((sentence) => sentence.match(/\p{L}[\p{L}'’]*/gu)?.filter((word) => word !== 'XXXX') ?? [])
    .filter((words) => words.length > 0);
  const words = sentences.flat();
  if (words.length === 0) return undefined;
  const syllables = words.reduce((sum, word) => sum + syllable(word), 0);
  return fleschKincaid({ sentence: sentences.length, word: words.length, syllable: syllables });
}
