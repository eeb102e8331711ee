/**
 * Assertion accuracy on matched spans of the hand-marked development reports, with the model alone and with the
 * second opinion of the rules, through the shipped tagger. Without the data (../shared/data or SCRIBE_DATA) skipped.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { withSecondOpinion } from '../../../src/domain/assertion/second-opinion';
import type { Entity } from '../../../src/domain/entity';
import { startBackend } from '../../../src/engine/backend';
import { NODE_WASM_PATHS } from './node-wasm';
import { shippedTagger } from './shipped-tagger';

const BAR = 0.96;
const data = process.env.SCRIBE_DATA ?? fileURLToPath(new URL('../../../../shared/data', import.meta.url));
const file = join(data, 'eval/entities_iu_dev.json');

interface Marked {
  text: string;
  entities: Entity[];
}

/** Matched spans with an assertion, and how many of them are read right. */
function count(gold: readonly Entity[], read: readonly Entity[]): { asked: number; right: number } {
  const key = ({ start, end, type }: Entity): string => `${start} ${end} ${type}`;
  const said = new Map(gold.map((entity) => [key(entity), entity.assertion]));
  const matched = read.filter((entity) => entity.assertion && said.get(key(entity)));
  return {
    asked: matched.length,
    right: matched.filter((entity) => said.get(key(entity)) === entity.assertion).length,
  };
}

it.skipIf(!existsSync(file))(
  'the second opinion does not lower assertion accuracy, and the bar holds',
  async () => {
    await startBackend('wasm', { wasmPaths: NODE_WASM_PATHS });
    const tagger = await shippedTagger();
    const reports = JSON.parse(readFileSync(file, 'utf8')) as Marked[];
    const total = { asked: 0, model: 0, both: 0, changed: 0 };
    for (const { text, entities } of reports) {
      const model = await tagger.tag(text, 'report');
      const both = withSecondOpinion(text, model);
      const { asked, right } = count(entities, model);
      total.asked += asked;
      total.model += right;
      total.both += count(entities, both).right;
      total.changed += both.filter(({ reason }) => reason !== undefined).length;
    }
    tagger.dispose();
    const [alone, together] = [total.model / total.asked, total.both / total.asked];
    console.log(
      `assertion accuracy on ${total.asked} matched spans: model ${alone.toFixed(4)}, with the rules ` +
        `${together.toFixed(4)} (${total.changed} entities of all changed)`,
    );
    expect(together).toBeGreaterThanOrEqual(BAR);
    expect(together).toBeGreaterThanOrEqual(alone);
  },
);
