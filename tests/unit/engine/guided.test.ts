import { describe, expect, it } from 'vitest';
import { FINDINGS, type Sides } from '../../../src/domain/finding';
import { guidedSentences } from '../../../src/engine/decoding';
import shared from '../../fixtures/guided.json';

describe('guided reports', () => {
  it.each(shared.cases)('$title', ({ read, sides, sentences, guided }) => {
    const inputs = FINDINGS.map((name) => (read as Partial<Record<string, number>>)[name] ?? 0.1);
    const told = guidedSentences(
      sentences.map((sentence) => sentence.split(' ')),
      inputs,
      shared.threshold,
      sides as Sides | undefined,
    );
    expect(told.map(({ words, putInFor }) => (putInFor ? `+${putInFor} ` : '') + words.join(' '))).toEqual(
      guided,
    );
  });
});
