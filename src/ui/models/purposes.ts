import type { PackState } from '../../app';

/** What a pack is for, in the words of someone who reads films. */
export const PURPOSES: Readonly<Record<PackState['task'], string>> = {
  encoder: 'Looks at the films: findings with probabilities, view, and what the report is written from.',
  decoder: 'Writes the report word by word, with the attention of each word.',
  tagger: 'Marks diseases, anatomy, substances and devices, and what is said to be absent or uncertain.',
};
