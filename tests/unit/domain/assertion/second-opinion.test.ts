import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ruleReadings, withSecondOpinion } from '../../../../src/domain/assertion/second-opinion';
import type { Assertion, Entity } from '../../../../src/domain/entity';

interface Expected {
  text: string;
  entities: Entity[];
}

/** Made by tests/fixtures/assertion/make.py. */
const expected = JSON.parse(
  readFileSync(new URL('../../../fixtures/assertion/expected.json', import.meta.url), 'utf8'),
) as Expected[];

function marked(text: string, ...marks: [words: string, assertion?: Assertion][]): Entity[] {
  return marks.map(([words, assertion]) => {
    const start = text.indexOf(words);
    if (start < 0) throw new Error(`${words} is not in ${text}`);
    return {
      start,
      end: start + words.length,
      type: assertion ? 'DISEASE' : 'ANATOMY',
      ...(assertion ? { assertion } : {}),
    };
  });
}

describe('the rules of assertion', () => {
  it.each(expected)('read as the training code does: $text', ({ text, entities }) => {
    const read = ruleReadings(text, entities).map(({ entity, rule }) => ({
      ...entity,
      ...(rule ? { assertion: rule.assertion } : {}),
    }));
    expect(read).toEqual(entities);
  });

  it('keep every entity, in order, whatever the text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 80 }),
        fc.array(fc.nat(80), { maxLength: 8 }),
        (text, cuts) => {
          const places = [...new Set(cuts.filter((cut) => cut <= text.length))].sort((a, b) => a - b);
          const entities = places.slice(1).map((end, i) => ({ start: places[i]!, end, type: 'DISEASE' }));
          expect(ruleReadings(text, entities).map(({ entity }) => entity)).toEqual(entities);
        },
      ),
    );
  });
});

describe('the second opinion', () => {
  it.each([
    ['Effusion: none.', 'Effusion'],
    ['Pleural effusion is absent.', 'Pleural effusion'],
    ['Pneumothorax - not seen.', 'Pneumothorax'],
  ])('is all there is where the words leave nothing to judge: %s', (text, finding) => {
    const [read] = withSecondOpinion(text, marked(text, [finding, 'present']));
    expect(read).toMatchObject({ assertion: 'absent' });
    expect(read).not.toHaveProperty('reason');
  });

  it('leaves what both agree on as it is', () => {
    const text = 'No pneumothorax. The heart is enlarged.';
    const entities = marked(text, ['pneumothorax', 'absent'], ['heart'], ['enlarged', 'present']);
    expect(withSecondOpinion(text, entities)).toEqual(entities);
  });

  it('makes uncertain, with the reason, what the wording denies and the model does not', () => {
    const text = 'There is no pleural effusion.';
    const [effusion] = withSecondOpinion(text, marked(text, ['pleural effusion', 'present']));
    expect(effusion).toMatchObject({
      assertion: 'uncertain',
      reason: 'The model reads it as present; by the wording (“no”) it is absent.',
    });
  });

  it('says nothing where no cue is near', () => {
    const text = 'Pleural effusion. No pneumothorax.';
    const entities = marked(text, ['Pleural effusion', 'absent'], ['pneumothorax', 'absent']);
    expect(withSecondOpinion(text, entities)).toEqual(entities);
  });

  it('reads no cue over the end of a sentence, a blank line or a new line', () => {
    for (const gap of ['. ', '\n\n', '\r\n\r\n', '\n']) {
      const text = `Lungs without change${gap}Pleural effusion`;
      const entities = marked(text, ['Pleural effusion', 'present']);
      expect(withSecondOpinion(text, entities)).toEqual(entities);
    }
  });

  it('reads a wrapped line as one sentence', () => {
    const text = 'There is no evidence of\npleural effusion.';
    expect(withSecondOpinion(text, marked(text, ['pleural effusion', 'present']))[0]).toHaveProperty(
      'reason',
    );
  });

  it('says nothing of a text without sentences, however long it is', () => {
    const text = 'no effusion '.repeat(9000);
    const entities = Array.from({ length: 9000 }, (_, i) => ({
      start: 12 * i + 3,
      end: 12 * i + 11,
      type: 'DISEASE',
      assertion: 'present' as const,
    }));
    expect(withSecondOpinion(text, entities)).toEqual(entities);
  });
});
