import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WorkerError } from '../../../src/app/clients/errors';
import { Labelled } from '../../../src/app/labelled.svelte';
import { Models } from '../../../src/app/models.svelte';
import { Runtime } from '../../../src/app/runtime.svelte';
import { Settings } from '../../../src/app/settings.svelte';
import { Tagging } from '../../../src/app/tagging.svelte';
import { TextBatch } from '../../../src/app/textBatch.svelte';
import { TextDesk } from '../../../src/app/textDesk.svelte';
import { LONGEST_TEXT } from '../../../src/app/textFile';
import type { Entity } from '../../../src/domain/entity';
import { packName } from '../../../src/packs/listing';
import { madePack, type MadePack } from '../../fixtures/packs';
import { MadeInference, MadeModels, madeStorage } from '../../fixtures/ports';

let packs: MadePack[];
let inference: MadeInference;
let port: MadeModels;
let models: Models;
let tagging: Tagging;
let asked: string[];

const HEART: Entity = { start: 0, end: 5, type: 'ANATOMY' };

/** Only the packs named are installed. */
async function make(installed: readonly string[]): Promise<void> {
  packs = await Promise.all([madePack('encoder'), madePack('decoder'), madePack('tagger')]);
  inference = new MadeInference();
  port = new MadeModels(packs);
  for (const { manifest } of packs)
    if (installed.includes(manifest.task)) port.installed.add(packName(manifest));
  const settings = new Settings(madeStorage());
  models = new Models(port, settings);
  tagging = new Tagging({ inference, models, runtime: new Runtime(inference, models, settings) });
  await models.refresh();
  asked = [];
  inference.tag = async (text, labelSet) => {
    asked.push(`${labelSet}: ${text}`);
    return [HEART];
  };
}

/** A call that ends when its signal aborts. */
function held(): { begun: Promise<void> } {
  let begin: () => void;
  const begun = new Promise<void>((resolve) => (begin = resolve));
  inference.tag = (_text, _labelSet, signal) => {
    begin();
    return new Promise((_, reject) =>
      signal?.addEventListener('abort', () => reject(new WorkerError('aborted', 'Cancelled.'))),
    );
  };
  return { begun };
}

beforeEach(() => make(['tagger']));
afterEach(() => vi.useRealTimers());

describe('a typed text', () => {
  it('is tagged with the tagger alone, a moment after the last key', async () => {
    vi.useFakeTimers();
    const desk = new TextDesk(tagging);
    desk.text = 'hear';
    await vi.advanceTimersByTimeAsync(200);
    desk.text = 'heart';
    expect(desk.state.kind).toBe('tagging');
    await vi.advanceTimersByTimeAsync(200);
    expect(asked).toEqual([]);
    await vi.advanceTimersByTimeAsync(200);
    expect(asked).toEqual(['report: heart']);
    expect(desk.state.kind).toBe('tagged');
    expect(desk.result).toMatchObject({ text: 'heart', entities: [HEART] });
    expect(inference.calls.filter((call) => call.startsWith('load'))).toHaveLength(1);
  });

  it('waits for a tagger, and fails with a code when it is lost', async () => {
    await make([]);
    const desk = new TextDesk(tagging);
    desk.text = 'heart';
    await desk.tag();
    expect(desk.state.kind).toBe('waiting-for-tagger');
    port.installed.add(packName(packs[2]!.manifest));
    await models.refresh();
    inference.tag = () => Promise.reject(new WorkerError('worker-died', 'out of memory'));
    await desk.tag();
    expect(desk.state).toMatchObject({ kind: 'failed', code: 'worker-died' });
  });

  it('is not handed to a worker that could talk', async () => {
    inference.sealed = false;
    const desk = new TextDesk(tagging);
    desk.text = 'heart';
    await desk.tag();
    expect(desk.state).toMatchObject({ kind: 'failed', code: 'not-sealed' });
    expect(asked).toEqual([]);
  });

  it('keeps the last result while the next one is found, and drops it with the text', async () => {
    const desk = new TextDesk(tagging);
    desk.text = 'heart';
    await desk.tag();
    const { begun } = held();
    desk.text = 'heart and lung';
    const tagged = desk.tag();
    await begun;
    expect(desk.result?.text).toBe('heart');
    desk.text = ' ';
    await tagged;
    expect(desk.state.kind).toBe('empty');
    expect(desk.result).toBeUndefined();
  });

  it('shows how much of it is read, and nothing of a text that was left', async () => {
    const desk = new TextDesk(tagging);
    const tell: ((done: number, of: number) => void)[] = [];
    let finish: (entities: Entity[]) => void = () => undefined;
    inference.tag = (_text, _labelSet, _signal, onWindow) => {
      tell.push(onWindow!);
      return new Promise((resolve) => (finish = resolve));
    };
    desk.text = 'heart';
    const first = desk.tag();
    await vi.waitFor(() => expect(tell).toHaveLength(1));
    expect(desk.state).toEqual({ kind: 'tagging', share: 0 });
    tell[0]!(1, 4);
    expect(desk.state).toEqual({ kind: 'tagging', share: 0.25 });
    finish([HEART]);
    await first;
    expect(desk.state.kind).toBe('tagged');
    tell[0]!(4, 4);
    expect(desk.state.kind).toBe('tagged');
    const second = desk.tag();
    await vi.waitFor(() => expect(tell).toHaveLength(2));
    tell[0]!(3, 4);
    expect(desk.state).toEqual({ kind: 'tagging', share: 0 });
    desk.cancel();
    tell[1]!(2, 4);
    expect(desk.state).toMatchObject({ kind: 'failed', code: 'aborted' });
    finish([]);
    await second;
  });

  it('can be cancelled, is refused when it is too long, and is tagged anew with other labels', async () => {
    const desk = new TextDesk(tagging);
    const { begun } = held();
    desk.text = 'heart';
    const tagged = desk.tag();
    await begun;
    desk.cancel();
    await tagged;
    expect(desk.state).toMatchObject({ kind: 'failed', code: 'aborted' });
    desk.text = 'x'.repeat(LONGEST_TEXT + 1);
    await desk.tag();
    expect(desk.state).toMatchObject({ code: 'text-too-large' });
    await make(['tagger']);
    const other = new TextDesk(tagging);
    other.text = 'heart';
    other.labelSet = 'bc5cdr';
    await vi.waitFor(() => expect(other.state.kind).toBe('tagged'));
    expect(asked).toEqual(['bc5cdr: heart']);
  });
});

describe('a file of reports', () => {
  const file = new Blob(['Heart a.\nHeart b.\nHeart c.']);

  it('is tagged report by report', async () => {
    const batch = new TextBatch(tagging);
    await batch.open(file, 'reports.txt');
    expect(batch.reports).toHaveLength(3);
    await batch.start('report');
    expect(batch.state.kind).toBe('done');
    expect(batch.results.map(({ text }) => text)).toEqual(['Heart a.', 'Heart b.', 'Heart c.']);
    batch.separation = 'blank-lines';
    expect(batch.reports).toHaveLength(1);
    expect(batch.results).toEqual([]);
  });

  it('shows how much of a long report is read', async () => {
    const batch = new TextBatch(tagging);
    await batch.open(file, 'reports.txt');
    const seen: unknown[] = [];
    inference.tag = async (_text, _labelSet, _signal, onWindow) => {
      onWindow!(1, 2);
      seen.push(batch.state);
      return [HEART];
    };
    await batch.start('report');
    expect(seen).toEqual([0, 1, 2].map((done) => ({ kind: 'tagging', done, share: 0.5 })));
  });

  it('keeps what was tagged when it is cancelled', async () => {
    const batch = new TextBatch(tagging);
    await batch.open(file, 'reports.txt');
    inference.tag = async () => {
      if (asked.push('') === 2) batch.cancel();
      return [HEART];
    };
    await batch.start('report');
    expect(batch.state.kind).toBe('cancelled');
    expect(batch.results).toHaveLength(1);
  });

  it('tells why a file is refused, and where tagging failed', async () => {
    const batch = new TextBatch(tagging);
    await batch.open(new Blob([]), 'none.txt');
    expect(batch.file).toMatchObject({ kind: 'refused', name: 'none.txt', code: 'text-empty' });
    await batch.open(file, 'reports.txt');
    inference.tag = async () => {
      if (asked.push('') === 3) throw new WorkerError('worker-died', 'gone');
      return [];
    };
    await batch.start('report');
    expect(batch.state).toMatchObject({ kind: 'failed', code: 'worker-died' });
    expect(batch.results).toHaveLength(2);
  });
});

describe('a report seen through label sets', () => {
  it('asks once for each, and leaves its own entities alone', async () => {
    const own: Entity[] = [{ start: 0, end: 5, type: 'ANATOMY' }];
    const labelled = new Labelled(tagging, 'heart', own);
    await labelled.choose('bc5cdr');
    await labelled.choose('report');
    expect(labelled.entities).toBe(own);
    await labelled.choose('bc5cdr');
    expect(labelled.entities).toEqual([HEART]);
    expect(asked).toEqual(['bc5cdr: heart']);
    inference.tag = () => Promise.reject(new WorkerError('worker-died', 'gone'));
    await labelled.choose('bionlp13cg');
    expect(labelled.state).toMatchObject({ kind: 'failed', code: 'worker-died' });
    expect(labelled.entities).toEqual([]);
  });
});
