import { PackError } from './errors';

export interface DownloadOptions {
  /** Exact length, where it is known; more or fewer bytes are refused. */
  readonly bytes?: number;
  /** Longest body taken when the length is not known. */
  readonly limit?: number;
  readonly signal?: AbortSignal;
  /** Called with the number of bytes received so far. */
  readonly onBytes?: (received: number) => void;
  /** Milliseconds without a byte after which the connection is held to be dead. */
  readonly stall?: number;
}

const STALL = 30_000;
const SMALL_FILE = 4 * 1024 * 1024;

/**
 * Fetches one file and counts its bytes as they come.
 *
 * The answer is judged before it is believed: a status other than 2xx, an HTML page (what a host with a fallback
 * route sends for a file it does not have) and a length other than the expected one are refused.
 * @throws PackError `network`, `aborted`
 */
export async function download(url: string, options: DownloadOptions = {}): Promise<Uint8Array<ArrayBuffer>> {
  const { signal, stall = STALL } = options;
  const inner = new AbortController();
  const stop = (): void => inner.abort(signal?.reason);
  if (signal?.aborted) stop();
  signal?.addEventListener('abort', stop);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stalled = false;
  const alive = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      stalled = true;
      inner.abort();
    }, stall);
  };
  try {
    alive();
    const response = await fetch(url, {
      signal: inner.signal,
      cache: 'no-store',
      credentials: 'same-origin',
    });
    checkAnswer(url, response, options.bytes);
    return await readBody(url, response, options, alive);
  } catch (cause) {
    if (signal?.aborted) throw new PackError('aborted', 'The download was cancelled.', { cause });
    if (stalled) throw new PackError('network', `${url}: no byte came for ${stall / 1000} s.`, { cause });
    if (cause instanceof PackError) throw cause;
    throw new PackError('network', `${url} could not be fetched: ${String(cause)}.`, { cause });
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', stop);
    // Lets go of the connection when the body was not read to its end.
    inner.abort();
  }
}

/** Fetches a small JSON file. @throws PackError `network`, `schema`, `aborted` */
export async function downloadJson(url: string, signal?: AbortSignal): Promise<unknown> {
  return parseJson(await download(url, { limit: SMALL_FILE, ...(signal ? { signal } : {}) }), url);
}

/** Parses JSON from bytes. @throws PackError `schema` */
export function parseJson(bytes: Uint8Array, name: string): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown;
  } catch (cause) {
    throw new PackError('schema', `${name} is no JSON file.`, { cause });
  }
}

function checkAnswer(url: string, response: Response, expected: number | undefined): void {
  if (!response.ok) throw new PackError('network', `${url}: the server answered ${response.status}.`);
  if (/^text\/html\b/i.test(response.headers.get('content-type') ?? '')) {
    throw new PackError('network', `${url}: the server sent a web page in place of the file.`);
  }
  const length = response.headers.get('content-length');
  const plain = !response.headers.has('content-encoding');
  if (expected !== undefined && plain && length !== null && Number(length) !== expected) {
    throw new PackError('network', `${url}: the server offers ${length} bytes, ${expected} are expected.`);
  }
}

async function readBody(
  url: string,
  response: Response,
  { bytes: expected, limit = SMALL_FILE, onBytes }: DownloadOptions,
  alive: () => void,
): Promise<Uint8Array<ArrayBuffer>> {
  if (!response.body) throw new PackError('network', `${url}: the server sent no body.`);
  const most = expected ?? limit;
  let held = new Uint8Array(expected ?? 64 * 1024);
  let received = 0;
  const reader = response.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    alive();
    if (received + value.byteLength > most) {
      throw new PackError('network', `${url}: the server sends more than ${most} bytes.`);
    }
    if (received + value.byteLength > held.byteLength) {
      const wider = new Uint8Array(Math.min(most, 2 * (received + value.byteLength)));
      wider.set(held);
      held = wider;
    }
    held.set(value, received);
    received += value.byteLength;
    onBytes?.(received);
  }
  if (expected !== undefined && received < expected) {
    throw new PackError('network', `${url}: the connection ended after ${received} of ${expected} bytes.`);
  }
  return received === held.byteLength ? held : held.slice(0, received);
}
