import { describe, expect, it } from 'vitest';
import { Calls } from '../../../workers/calls';

describe('Calls', () => {
  it('answers after the page has heard what the work told it, whether the work ends well or not', async () => {
    for (const fails of [false, true]) {
      const heard: string[] = [];
      let hear: () => void = () => undefined;
      const gate = new Promise<void>((resolve) => (hear = resolve));
      const slow = async (news: string): Promise<void> => {
        await gate;
        heard.push(news);
      };
      const answer = new Calls()
        .run(1, (_, inTime) => {
          const tell = inTime(slow);
          tell('half');
          tell('whole');
          return fails ? Promise.reject(new Error('broken')) : Promise.resolve('done');
        })
        .then((outcome) => {
          heard.push(outcome.ok ? 'answer' : 'failure');
        });
      await new Promise((resolve) => setTimeout(resolve, 5));
      expect(heard).toEqual([]);
      hear();
      await answer;
      expect(heard).toEqual(['half', 'whole', fails ? 'failure' : 'answer']);
    }
  });

  it('answers although the page throws at what it hears', async () => {
    const outcome = await new Calls().run(1, (_, inTime) => {
      inTime(() => Promise.reject(new Error('page')))();
      return Promise.resolve('done');
    });
    expect(outcome).toEqual({ ok: true, value: 'done' });
  });

  it('cancel aborts the call of that number alone', async () => {
    const calls = new Calls();
    const until = (signal: AbortSignal): Promise<string> =>
      new Promise((resolve) => signal.addEventListener('abort', () => resolve('aborted')));
    const first = calls.run(1, until);
    const second = calls.run(2, until);
    calls.cancel(2);
    expect(await second).toEqual({ ok: true, value: 'aborted' });
    calls.cancel(3);
    calls.cancel(1);
    expect(await first).toEqual({ ok: true, value: 'aborted' });
  });
});
