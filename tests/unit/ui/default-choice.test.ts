import { expect, it } from 'vitest';
import type { PackState } from '../../../src/app';
import { defaultChoice } from '../../../src/ui/models/default-choice';

const pack = { id: 'a', figures: { 'val.beam3.clinicalF1': 0.3512 } } as unknown as PackState;
const measured = {
  figure: 'val.beam3.clinicalF1',
  name: 'clinical micro F1',
  value: 0.3512,
  data: 'val split',
  studies: 296,
  of: 3,
  aboveConstant: true,
  rule: 'the highest',
};

it('says of the default alone why it is that one, with the figure', () => {
  const byDefault = { decoder: 'a', tagger: 't', measured };
  expect(defaultChoice(byDefault, pack)).toBe(
    'Default: measures best of 3 models, clinical micro F1 0.351 on 296 studies of the val split.',
  );
  expect(defaultChoice(byDefault, { ...pack, id: 'b' })).toBeUndefined();
  expect(defaultChoice(undefined, pack)).toBeUndefined();
  const one = { ...measured, of: 1, aboveConstant: false };
  expect(defaultChoice({ ...byDefault, measured: one }, pack)).toMatch(/only model measured.* not above/);
});

it('gives no figure that is not the pack’s', () => {
  expect(defaultChoice({ decoder: 'a', tagger: 't' }, pack)).toBe('The default.');
  const other = { ...measured, value: 0.3 };
  expect(defaultChoice({ decoder: 'a', tagger: 't', measured: other }, pack)).toBe('The default.');
});
