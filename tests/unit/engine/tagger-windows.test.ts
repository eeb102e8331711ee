import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ASSERTIONS, LABEL_SETS, type Entity } from '../../../src/domain/entity';
import { splitWords } from '../../../src/domain/words';
import { Engine } from '../../../src/engine/pipeline';
import { tinyTagger } from '../../fixtures/tiny-packs';
import { NODE_WASM_PATHS } from './node-wasm';

let engine: Engine;
beforeAll(async () => {
  engine = await Engine.create({ preferred: 'wasm', wasmPaths: NODE_WASM_PATHS });
  const { manifest, files } = await tinyTagger();
  await engine.loadPack(manifest, files);
});
afterAll(() => engine.dispose());

/** Sorted, apart, in the text, from the start of a word to the end of one. */
function expectSpans(text: string, entities: readonly Entity[]): void {
  const words = splitWords(text);
  const starts = new Set(words.map(({ start }) => start));
  const ends = new Set(words.map(({ end }) => end));
  let free = 0;
  for (const { start, end, type, assertion } of entities) {
    expect(start).toBeGreaterThanOrEqual(free);
    expect(starts.has(start) && ends.has(end)).toBe(true);
    expect(end).toBeGreaterThan(start);
    expect(assertion === undefined).toBe(type === 'ANATOMY');
    if (assertion) expect(ASSERTIONS).toContain(assertion);
    free = end;
  }
}

const PARTS = [
  'heart',
  'no',
  'effusion',
  '.',
  ',',
  '\n',
  '\r\n',
  'e\u0301',
  '心臓',
  '👩‍⚕️',
  '\ud83d',
  '\udc00',
  '\u0000',
  'İ',
  '½',
  '\u202e',
  'x'.repeat(130),
];

describe('tagging a text of any length', () => {
  it('gives whole words of the text as given, over many windows of 32 pieces', async () => {
    const any = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.array(fc.constantFrom(...PARTS), { maxLength: 60 }).map((parts) => parts.join(' ')),
    );
    await fc.assert(
      fc.asyncProperty(any, async (text) => expectSpans(text, await engine.tag(text, 'report'))),
      { numRuns: 40 },
    );
  });

  it('gives nothing for nothing', async () => {
    for (const text of ['', ' ', '\n\u00a0\ufeff']) {
      for (const labelSet of LABEL_SETS) expect(await engine.tag(text, labelSet)).toEqual([]);
    }
  });

  it('takes 100 kB, and leaves no tensor behind', async () => {
    const text = `${'y'.repeat(150)} no heart, 😀 `.repeat(620);
    expect(text.length).toBeGreaterThan(100_000);
    const tensors = tf.memory().numTensors;
    expectSpans(text, await engine.tag(text, 'report'));
    expect(tf.memory().numTensors).toBe(tensors);
  });

  it('tells after every window how many are done, and of a text of one window too', async () => {
    const told: (readonly [number, number])[] = [];
    const onWindow = (done: number, of: number): void => void told.push([done, of]);
    const entities = await engine.tag('no heart effusion. '.repeat(40), 'report', undefined, onWindow);
    const [, of = 0] = told[0]!;
    expect(of).toBeGreaterThan(3);
    expect(told).toEqual(Array.from({ length: of }, (_, i) => [i + 1, of]));
    expect(entities).toEqual(await engine.tag('no heart effusion. '.repeat(40), 'report'));
    told.length = 0;
    await engine.tag('heart', 'report', undefined, onWindow);
    expect(told).toEqual([[1, 1]]);
    told.length = 0;
    await engine.tag(' ', 'report', undefined, onWindow);
    expect(told).toEqual([]);
  });

  it('stops between two windows once it is cancelled', async () => {
    const tensors = tf.memory().numTensors;
    const controller = new AbortController();
    const tagged = engine.tag('no heart effusion. '.repeat(5000), 'report', controller.signal);
    setTimeout(() => controller.abort(), 30);
    await expect(tagged).rejects.toMatchObject({ code: 'aborted' });
    expect(tf.memory().numTensors).toBe(tensors);
    expectSpans('heart', await engine.tag('heart', 'report'));
  });
});
