import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { writeReport } from '../../../src/domain/report-text';
import { textTokens, tokensOfText } from '../../../src/engine/decoders/text-tokens';

const MODELS = fileURLToPath(new URL('../../../public/models/', import.meta.url));
const index = JSON.parse(readFileSync(`${MODELS}index.json`, 'utf8')) as {
  packs: { id: string; version: string; path: string }[];
  default: { decoder: string };
};
const shipped = index.packs.find(({ id }) => id === index.default.decoder)!;
const { tokens, cased } = JSON.parse(readFileSync(`${MODELS}${shipped.path}/vocab.json`, 'utf8')) as {
  tokens: string[];
  cased: Record<string, string>;
};
const words = tokens.slice(4).filter((token) => !['.', ','].includes(token));
const written = (report: readonly string[]): string =>
  writeReport(report, new Map(Object.entries(cased))).text;

describe('the tokens of a text', () => {
  it('are those it was written from, for every word of the shipped decoder', () => {
    for (const word of words) {
      const sentence = ['the', word, ',', word, 'heart', '.'];
      expect(textTokens(written(sentence), { tokens })).toEqual(
        sentence.map((token) => tokens.indexOf(token)),
      );
    }
  });

  it('are those it was written from, for whole reports', () => {
    const word = fc.constantFrom(...words.filter((each) => /^[a-z]{3,}$/.test(each) && each !== 'approx'));
    const sentence = fc
      .array(word, { minLength: 2, maxLength: 9 })
      .map((all) => [...all.flatMap((each, i) => (i % 4 === 3 ? [',', each] : [each])), '.']);
    fc.assert(
      fc.property(fc.array(sentence, { minLength: 1, maxLength: 6 }), (sentences) => {
        expect(tokensOfText(written(sentences.flat()))).toEqual(sentences.flat());
      }),
    );
  });

  it('of any text are words, marks where they belong, and <unk> for words that the decoder does not know', () => {
    expect(tokensOfText('HEART  (see above) size, , normal,. 2.5 cm nodule; left-sided')).toEqual(
      'heart size , normal . 2.5 cm nodule . left-sided .'.split(' '),
    );
    expect(
      textTokens('Heart wibble.', { tokens: ['<pad>', '<bos>', '<eos>', '<unk>', '.', 'heart'] }),
    ).toEqual([5, 3, 4]);
    expect(tokensOfText(' \n ')).toEqual([]);
  });
});
