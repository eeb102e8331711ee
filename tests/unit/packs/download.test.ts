import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { download, downloadJson } from '../../../src/packs/download';
import { noise } from '../../fixtures/packs';

const BYTES = noise(200_000, 7);
let server: Server;
let base = '';

beforeAll(async () => {
  server = createServer((request, response) => {
    switch (request.url) {
      case '/whole':
        response.setHeader('content-length', BYTES.byteLength).end(BYTES);
        break;
      case '/chunked':
        response.write(BYTES.subarray(0, 1000));
        response.end(BYTES.subarray(1000));
        break;
      case '/gzip':
        response.setHeader('content-encoding', 'gzip').end(gzipSync(BYTES));
        break;
      case '/cut':
        response.setHeader('content-length', BYTES.byteLength);
        response.write(BYTES.subarray(0, 50_000), () => response.socket?.destroy());
        break;
      case '/stalls':
        response.setHeader('content-length', BYTES.byteLength);
        response.write(BYTES.subarray(0, 50_000));
        break;
      case '/page':
        response.setHeader('content-type', 'text/html; charset=utf-8').end('<!doctype html><p>Not here');
        break;
      case '/short':
        response.end(BYTES.subarray(0, 10));
        break;
      case '/json':
        response.end('{"a": 1}');
        break;
      default:
        response.statusCode = 404;
        response.end();
    }
  }).listen(0);
  await new Promise((resolve) => server.once('listening', resolve));
  base = `http://localhost:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

describe('download', () => {
  it('gives the bytes and counts every one of them, never going back', async () => {
    const counts: number[] = [];
    const bytes = await download(`${base}/whole`, {
      bytes: BYTES.byteLength,
      onBytes: (n) => counts.push(n),
    });
    expect(Buffer.compare(bytes, BYTES)).toBe(0);
    expect(counts.at(-1)).toBe(BYTES.byteLength);
    expect([...counts].sort((a, b) => a - b)).toEqual(counts);
  });

  it('takes an answer without a length, and one that was compressed on the way', async () => {
    for (const [path, options] of [
      ['/chunked', { bytes: BYTES.byteLength }],
      ['/gzip', { bytes: BYTES.byteLength }],
      ['/chunked', { limit: BYTES.byteLength }],
    ] as const) {
      expect(Buffer.compare(await download(base + path, options), BYTES)).toBe(0);
    }
  });

  it.each([
    ['/nowhere', {}, /answered 404/],
    ['/page', {}, /web page/],
    ['/whole', { bytes: 12 }, /offers 200000 bytes, 12 are expected/],
    ['/chunked', { bytes: 5000 }, /more than 5000/],
    ['/chunked', { limit: 5000 }, /more than 5000/],
    ['/short', { bytes: 11 }, /(offers 10|ended after 10) /],
    ['/cut', { bytes: 200_000 }, /could not be fetched/],
  ])('refuses %s with %o', async (path, options, message) => {
    await expect(download(base + path, options)).rejects.toMatchObject({
      name: 'PackError',
      code: 'network',
      message: expect.stringMatching(message) as string,
    });
  });

  it('gives a silent connection up', async () => {
    await expect(download(`${base}/stalls`, { bytes: 200_000, stall: 100 })).rejects.toMatchObject({
      code: 'network',
      message: expect.stringContaining('no byte came') as string,
    });
  });

  it('can be cancelled before and while bytes come', async () => {
    await expect(download(`${base}/whole`, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'aborted',
    });
    const controller = new AbortController();
    const onBytes = (): void => controller.abort();
    const running = download(`${base}/stalls`, { bytes: 200_000, signal: controller.signal, onBytes });
    await expect(running).rejects.toMatchObject({ code: 'aborted' });
  });

  it('reads JSON, and calls anything else a wrong format', async () => {
    expect(await downloadJson(`${base}/json`)).toEqual({ a: 1 });
    await expect(downloadJson(`${base}/short`)).rejects.toMatchObject({ code: 'schema' });
  });
});
