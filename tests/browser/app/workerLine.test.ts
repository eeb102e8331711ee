import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WorkerLine, type Patience } from '../../../src/app/clients/workerLine';
import type { LineApi } from '../../fixtures/workers/line.worker';

let line: WorkerLine<LineApi>;
let spawned: number;
let deaths: string[];

/** A machine under load is slow: only the test of silence is impatient with it. */
const PATIENT: Patience = { cancel: 500, ping: 100, silence: 60_000 };

function make(patience: Patience): void {
  spawned = 0;
  deaths = [];
  line = new WorkerLine<LineApi>(
    'test worker',
    () => {
      spawned++;
      return new Worker(new URL('../../fixtures/workers/line.worker.ts', import.meta.url), {
        type: 'module',
      });
    },
    undefined,
    patience,
  );
  line.onDeath((reason) => deaths.push(reason));
}

beforeEach(() => make(PATIENT));

afterEach(() => line.stop());

const echo = (text: string): Promise<string> => line.call((api) => api.echo(text));

describe('the line to a worker', () => {
  it('starts the worker with the first call and keeps it', async () => {
    expect(spawned).toBe(0);
    expect(await echo('one')).toBe('one');
    expect(await echo('two')).toBe('two');
    expect(spawned).toBe(1);
  });

  it('gives errors back as the class they were', async () => {
    await expect(line.call((api) => api.fail())).rejects.toMatchObject({
      name: 'PackError',
      code: 'quota',
      message: 'no room',
    });
  });

  it('cancels a call at once and leaves a worker that obeys alive', async () => {
    const controller = new AbortController();
    const running = line.call((api, call) => api.obey(call), controller.signal);
    await echo('it runs');
    controller.abort();
    await expect(running).rejects.toMatchObject({ code: 'aborted' });
    expect(await echo('still there')).toBe('still there');
    expect(spawned).toBe(1);
    expect(deaths).toEqual([]);
  });

  it('ends a worker that does not stop, and the next call has a new one', async () => {
    const controller = new AbortController();
    const running = line.call((api, call) => api.ignore(call), controller.signal);
    await echo('it runs');
    controller.abort();
    await expect(running).rejects.toMatchObject({ code: 'aborted' });
    expect(await echo('new')).toBe('new');
    expect(spawned).toBe(2);
    expect(deaths).toEqual([expect.stringContaining('did not stop')]);
  });

  it('ends a worker that computes on when it is cancelled', async () => {
    await echo('it is up');
    const controller = new AbortController();
    const running = line.call((api) => api.hang(), controller.signal);
    setTimeout(() => controller.abort(), 50);
    await expect(running).rejects.toMatchObject({ code: 'aborted' });
    expect(await echo('new')).toBe('new');
    expect(spawned).toBe(2);
  });

  it('notices by its lock that a worker vanished', async () => {
    await echo('it is up');
    await expect(line.call((api) => api.vanish())).rejects.toMatchObject({ code: 'worker-died' });
    expect(deaths).toEqual(['The test worker died.']);
    expect(await echo('new')).toBe('new');
    expect(spawned).toBe(2);
  });

  it('notices a worker that failed outside of a call', async () => {
    await expect(line.call((api) => api.explode())).rejects.toMatchObject({
      code: 'worker-died',
      message: expect.stringContaining('bang') as string,
    });
    expect(await echo('new')).toBe('new');
  });

  it('gives a silent worker up', async () => {
    line.stop();
    make({ ...PATIENT, silence: 2000 });
    await echo('it is up');
    await expect(line.call((api) => api.hang())).rejects.toMatchObject({
      code: 'worker-died',
      message: expect.stringContaining('no sign of life') as string,
    });
    expect(await echo('new')).toBe('new');
  });

  it('says that a worker’s script could not be had', async () => {
    const broken = new WorkerLine<LineApi>(
      'broken worker',
      () => new Worker('/nowhere.js', { type: 'module' }),
    );
    await expect(broken.call((api) => api.echo('?'))).rejects.toMatchObject({ code: 'worker-died' });
  });

  it('makes no call that was cancelled before', async () => {
    await expect(line.call((api) => api.echo('?'), AbortSignal.abort())).rejects.toMatchObject({
      code: 'aborted',
    });
    expect(spawned).toBe(0);
  });

  it('ends the worker on demand without calling it a death', async () => {
    const running = line.call((api, call) => api.ignore(call));
    await echo('it runs');
    line.stop();
    await expect(running).rejects.toMatchObject({ code: 'aborted' });
    expect(await echo('new')).toBe('new');
    expect(deaths).toEqual([]);
  });
});
