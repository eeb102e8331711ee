import { describe, expect, it } from 'vitest';
import { GLOSSARY, lookUp } from '../../../../src/domain/plain';
import { parseTerms } from '../../../../src/domain/plain/glossary';
import { meaningOf } from '../../../../src/domain/plain/guard';
import { gradeOf } from '../../../../scripts/testing/readability';

describe('the glossary', () => {
  it('holds at least 250 terms, each listed under one name', () => {
    expect(GLOSSARY.length).toBeGreaterThanOrEqual(250);
    const names = GLOSSARY.map(({ term }) => term);
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
  });

  it('has plain words that deny nothing and name no side, so that the sentence alone does', () => {
    for (const { term, plain, other } of GLOSSARY) {
      const { negations, sides } = meaningOf(`${plain} ${other}`.replaceAll('|', ' '));
      expect({ term, negations, sides }).toEqual({ term, negations: 0, sides: [] });
    }
  });

  it('explains in one sentence that is read with ease', () => {
    for (const { term, explanation } of GLOSSARY) {
      expect(explanation, term).toMatch(/^[A-Z].*[^.]\.$/);
      expect(explanation.length, term).toBeLessThan(120);
    }
    const grades = GLOSSARY.map(({ explanation }) => gradeOf(explanation) ?? 0);
    expect(grades.reduce((sum, grade) => sum + grade, 0) / grades.length).toBeLessThan(8);
  });

  it('finds plurals, capitals, hyphens and another word order', () => {
    const term = (mention: string, type: string): string | undefined => lookUp(mention, type)?.entry.term;
    expect(term('Pleural Effusions', 'DISEASE')).toBe('pleural effusion');
    expect(term('pneumothoraces', 'DISEASE')).toBe('pneumothorax');
    expect(term('granulomata', 'DISEASE')).toBe('granuloma');
    expect(term('air-space opacities', 'DISEASE')).toBe('airspace opacity');
    expect(term('spine of thoracic', 'ANATOMY')).toBe('thoracic spine');
    expect(term('wibble', 'DISEASE')).toBeUndefined();
  });

  it('prefers the longest term and tells side, place and number apart from it', () => {
    expect(lookUp('right posterior 6th rib', 'ANATOMY')).toMatchObject({
      entry: { term: 'rib' },
      modifiers: ['right', 'posterior', '6th'],
    });
    expect(lookUp('hilar adenopathy', 'DISEASE')).toMatchObject({
      entry: { term: 'adenopathy' },
      modifiers: ['hilar'],
    });
    expect(lookUp('calcified granulomas', 'DISEASE')?.entry.term).toBe('calcified granuloma');
    expect(lookUp('T12', 'ANATOMY')?.entry.term).toBe('spinal level');
  });

  it('asks the table of the type first: a sick valve is no device', () => {
    expect(lookUp('aortic valve', 'ANATOMY')?.entry.term).toBe('heart valve');
    expect(lookUp('aortic valve replacement', 'DEVICE')?.entry.term).toBe('prosthetic valve');
  });

  it('refuses a line that is not well formed', () => {
    expect(() => parseTerms('nodule | things | spot | A spot.')).toThrow(/glossary line/);
    expect(() => parseTerms('nodule | count | spot | no full stop')).toThrow(/glossary line/);
  });
});
