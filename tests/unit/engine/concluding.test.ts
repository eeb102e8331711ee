import { describe, expect, it } from 'vitest';
import { concludingSentences } from '../../../src/engine/decoding';
import shared from '../../fixtures/concluding.json';

const sentencesOf = (texts: readonly string[]) => texts.map((text) => ({ words: text.split(' ') }));

describe('an impression that follows from its findings', () => {
  it.each(shared.cases)('$title', ({ findings, impression, concluding }) => {
    const told = concludingSentences(
      impression.map((sentence) => sentence.split(' ')),
      sentencesOf(findings),
    );
    const shown = told.map(
      ({ words, takenOverFor }) => (takenOverFor ? `^${takenOverFor} ` : '') + words.join(' '),
    );
    expect(shown).toEqual(concluding);
  });

  it('keeps the guidance of what it takes over', () => {
    const [effusion] = sentencesOf(['there is a pleural effusion']);
    expect(concludingSentences([], [{ ...effusion!, putInFor: 'Effusion' }])).toEqual([
      { words: ['pleural', 'effusion'], putInFor: 'Effusion', takenOverFor: 'Effusion' },
    ]);
  });
});
