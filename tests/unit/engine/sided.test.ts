import { describe, expect, it } from 'vitest';
import type { Sides } from '../../../src/domain/finding';
import { sidedSentences } from '../../../src/engine/decoding';
import shared from '../../fixtures/sided.json';

describe('sides that agree with the film', () => {
  it.each(shared.cases)('$title', ({ sides, sentences, sided }) => {
    const told = sidedSentences(
      sentences.map((sentence) => ({ words: sentence.split(' ') })),
      sides as Sides,
      (word) => !shared.unknown.includes(word),
    );
    expect(told.map(({ words, sideOf }) => (sideOf ? `~${sideOf} ` : '') + words.join(' '))).toEqual(sided);
  });

  it('leaves what a sentence was put in for', () => {
    const put = { words: ['there', 'is', 'a', 'pleural', 'effusion'], putInFor: 'Effusion' } as const;
    expect(sidedSentences([put], { Effusion: 'left' }, () => true)).toEqual([put]);
  });
});
