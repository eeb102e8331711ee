import { readFileSync } from 'node:fs';

interface NetLog {
  readonly constants: {
    readonly timeTickOffset: string | number;
    readonly logEventTypes: Readonly<Record<string, number>>;
    readonly logSourceType: Readonly<Record<string, number>>;
  };
  readonly events: readonly {
    readonly time: string;
    readonly type: number;
    readonly source: { readonly type: number };
    readonly params?: { readonly url?: string };
  }[];
}

/** A request as the browser's network service saw it. */
export interface LoggedRequest {
  readonly url: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/**
 * All requests in a log written by Chromium's `--log-net-log`: of pages, workers, service workers and the
 * browser itself, whatever asked for them. The browser must have been closed before.
 */
export function requestsIn(path: string): LoggedRequest[] {
  const log = JSON.parse(readFileSync(path, 'utf8')) as NetLog;
  const { URL_REQUEST_START_JOB: started } = log.constants.logEventTypes;
  const { URL_REQUEST: request } = log.constants.logSourceType;
  if (started === undefined || request === undefined) throw new Error('this is no net log we can read');
  const offset = Number(log.constants.timeTickOffset);
  return log.events.flatMap((event) =>
    event.type === started && event.source.type === request && event.params?.url !== undefined
      ? [{ url: event.params.url, at: offset + Number(event.time) }]
      : [],
  );
}
