import { describe, expect, it } from 'vitest';
import { comparisonConcern } from '../../../src/domain/comparison';
import { concernsOf } from '../../../src/domain/concerns';
import { sentencesOf } from '../../../src/domain/sentences';

describe('a sentence that compares with an earlier film', () => {
  it.each([
    ['Stable cardiomegaly.', 'stable'],
    ['The heart remains enlarged.', 'remains'],
    ['No new infiltrate.', 'new'],
    ['There is again noted a calcified granuloma.', 'again'],
    ['The previously seen effusion is no longer present.', 'previously seen'],
    ['Unchanged from the prior study.', 'unchanged'],
    ['Compared to the previous film the lungs are clear.', 'compared'],
    ['The prior chest x-ray showed a nodule.', 'prior chest x-ray'],
    ['Interval removal of the chest tube.', 'interval removal'],
    ['No significant interval change.', 'interval change'],
    ['The effusion has slightly increased.', 'has slightly increased'],
    ['The opacities have resolved.', 'have resolved'],
  ])('%s', (sentence, words) => {
    expect(comparisonConcern(sentence)).toEqual({
      kind: 'earlier-film',
      reason: expect.stringContaining(`“${words}”`) as string,
    });
  });

  it.each([
    'The heart is normal in size.',
    'Increased interstitial markings.',
    'Sequelae of prior granulomatous disease.',
    'Evidence of previous sternotomy.',
    'Old right rib fractures.',
    'Residual contrast in the colon.',
    'The sternotomy wires are intact.',
    '',
  ])('%s compares with nothing', (sentence) => {
    expect(comparisonConcern(sentence)).toBeUndefined();
  });

  it('is marked in findings and impression, whoever wrote it', () => {
    const text = 'Stable cardiomegaly. The lungs are clear. Unchanged heart.';
    const concerns = sentencesOf(text).map((sentence) => concernsOf(text, sentence, [], [], 42));
    expect(concerns.map((each) => each.map(({ kind }) => kind))).toEqual([
      ['earlier-film'],
      [],
      ['earlier-film'],
    ]);
  });
});
