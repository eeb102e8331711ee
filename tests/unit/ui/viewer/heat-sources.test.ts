import { describe, expect, it } from 'vitest';
import { FINDINGS } from '../../../../src/domain/finding';
import type { Report } from '../../../../src/domain/report';
import { WordFocus } from '../../../../src/ui/desk/word-focus.svelte';
import { findingHeat, sentenceHeat, wordHeat } from '../../../../src/ui/viewer/heat-sources';
import { madeReport } from '../../../ui/harness/report';

const report = madeReport(true);
const column = FINDINGS.indexOf('Effusion');
const sum = (values: Float32Array): number => values.reduce((a, b) => a + b, 0);

/** The made report with an activation map whose one place stands out by this many logits. */
function localised(logits: number): Report {
  const frontal = new Float32Array(49 * FINDINGS.length).fill(-3);
  frontal[30 * FINDINGS.length + column] = -3 + logits;
  return { ...report, activations: { frontal } };
}

describe('the heat map of a word and of its sentence', () => {
  it('is its attention, and the mean of theirs', () => {
    const word = report.words[1]!;
    expect(wordHeat(report, word).frontal).toBe(word.attention.frontal);
    const { start, end } = report.sentences[0]!;
    const words = report.words.filter((each) => each.start >= start && each.end <= end);
    const heat = sentenceHeat(report, word);
    expect(heat.by).toBe(`mean attention of its ${words.length} words`);
    expect(heat.of).toBe(report.text.slice(start, end));
    const mean = words.reduce((total, each) => total + each.attention.frontal[7]!, 0) / words.length;
    expect(heat.frontal[7]).toBeCloseTo(mean, 6);
    expect(sum(heat.frontal) + sum(heat.lateral!)).toBeCloseTo(0.75, 5);
  });
});

describe('the heat map of a finding', () => {
  it('is the activation map of the head, over its mean, and says so', () => {
    const heat = findingHeat(localised(9.8), 'Effusion')!;
    expect(heat.by).toBe('activation map of the finding head');
    expect(heat.frontal[30]).toBeCloseTo(9.6, 4);
    expect(heat.peak).toBeCloseTo(9.6, 4);
    expect(heat.frontal.filter((value) => value > 0)).toHaveLength(1);
    expect(heat).not.toHaveProperty('lateral');
  });

  it('does not glow where no place stands out', () => {
    expect(findingHeat(localised(0.2), 'Effusion')!.peak).toBe(1);
  });

  it('is the attention of the words that name it when there is no activation map, and says so', () => {
    const heat = findingHeat(report, 'Effusion')!;
    expect(heat.by).toBe('attention of the word that names it');
    const word = report.words.find(({ start, end }) => report.text.slice(start, end) === 'effusion')!;
    expect([...heat.frontal]).toEqual([...word.attention.frontal]);
    expect(findingHeat(report, 'Fracture')).toBeUndefined();
  });
});

describe('what is shown on the films', () => {
  it('is the word pointed at, else the finding or word that was kept last', () => {
    const focus = new WordFocus();
    const of = (): string | undefined => focus.heatOf(localised(5))?.of;
    expect(of()).toBeUndefined();
    focus.pinned = 2;
    focus.finding = 'Effusion';
    expect(of()).toBe('Effusion');
    expect(focus.pinned).toBeUndefined();
    focus.looked = 0;
    expect(of()).toBe('Small');
    focus.scope = 'sentence';
    expect(of()).toBe('Small right pleural effusion.');
    focus.looked = undefined;
    focus.pinned = 1;
    expect(focus.finding).toBeUndefined();
    focus.shown = false;
    expect(of()).toBeUndefined();
  });

  it('fades by steps between nothing and all', () => {
    const focus = new WordFocus();
    focus.fade(-1);
    expect(focus.opacity).toBe(0.9);
    for (let i = 0; i < 12; i++) focus.fade(-1);
    expect(focus.opacity).toBe(0);
    const heat = focus.heatOf(localised(5));
    expect(focus.over('lateral', heat)).toBeUndefined();
  });
});
