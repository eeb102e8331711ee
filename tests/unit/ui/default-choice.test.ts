import { expect, it } from 'vitest';
import type { PackState } from '../../../src/app';
import { defaultChoice } from '../../../src/ui/models/default-choice';

const pack = { id: 'a', figures: { 'val.beam3.clinicalF1': 0.3512 } } as unknown as PackState;
const older = {
  figure: 'val.beam3.clinicalF1',
  name: 'clinical micro F1',
  value: 0.3512,
  data: 'val split',
  studies: 296,
  of: 3,
};
const measured = { ...older, able: 2, condition: 'CIDEr of .45' };

it('says of the default alone why it is that one, with the figure', () => {
  const byDefault = { decoder: 'a', tagger: 't', measured };
  expect(defaultChoice(byDefault, pack)).toBe(
    'Default: measures best of the 2 of 3 models with CIDEr of .45, clinical micro F1 0.351 on 296 studies of the val split.',
  );
  expect(defaultChoice(byDefault, { ...pack, id: 'b' })).toBeUndefined();
  expect(defaultChoice(undefined, pack)).toBeUndefined();
  const words = (changes: object): string | undefined =>
    defaultChoice({ ...byDefault, measured: { ...measured, ...changes } }, pack);
  expect(words({ able: 1 })).toMatch(/^Default: the only one of 3 models with CIDEr of .45, clinical/);
  expect(words({ of: 1, able: 1 })).toMatch(/^Default: the only model measured, clinical/);
});

it('says that no model is above the best constant report, and nothing of it where an older index does not tell', () => {
  const none = { ...older, of: 1, able: 1 };
  const told = defaultChoice({ decoder: 'a', tagger: 't', measured: none }, pack);
  expect(told).toMatch(/only model measured.* not above/);
  expect(defaultChoice({ decoder: 'a', tagger: 't', measured: older }, pack)).not.toMatch(/not above/);
  expect(defaultChoice({ decoder: 'a', tagger: 't', measured: older }, pack)).toMatch(
    /best of 3 models, clinical/,
  );
});

it('gives no figure that is not the pack’s', () => {
  expect(defaultChoice({ decoder: 'a', tagger: 't' }, pack)).toBe('The default.');
  const other = { ...measured, value: 0.3 };
  expect(defaultChoice({ decoder: 'a', tagger: 't', measured: other }, pack)).toBe('The default.');
});
