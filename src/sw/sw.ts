import { headersFor } from '../../server/headers';
import type { ShellFile } from './shell';

/**
 * The service worker: keeps the files of the app itself (never model packs, never films) for use offline, and puts
 * the security headers on every answer, for hosts that cannot be told to send them.
 */
declare const __SHELL__: readonly ShellFile[];

const worker = self as unknown as ServiceWorkerGlobalScope;
const SHELL = new Map(__SHELL__.map((file) => [file.path, file.revision]));
const CACHE = 'scribe-cxr-shell';

worker.addEventListener('install', (event) => event.waitUntil(keepShell()));

worker.addEventListener('activate', (event) =>
  event.waitUntil(dropOldFiles().then(() => worker.clients.claim())),
);

worker.addEventListener('message', (event) => {
  if (event.data === 'activate') event.waitUntil(activateWhenAlone());
});

worker.addEventListener('fetch', (event) => {
  const path = shellPath(event.request);
  if (path !== undefined) event.respondWith(answer(path, event.request));
});

/** Files are kept under their path and revision, so that two versions of the app can lie side by side. */
function keyOf(path: string): string {
  return `${new URL(path, worker.registration.scope).href}?revision=${SHELL.get(path) ?? ''}`;
}

/** Path of the kept file that a request asks for; undefined for all that the network answers (packs above all). */
function shellPath(request: Request): string | undefined {
  const { scope } = worker.registration;
  if (request.method !== 'GET' || !request.url.startsWith(scope)) return undefined;
  const path = request.url.slice(scope.length).replace(/[?#].*$/, '');
  const file = path === '' ? 'index.html' : path;
  return SHELL.has(file) ? file : undefined;
}

async function answer(path: string, request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(keyOf(path));
  return withHeaders(path, kept ?? (await fetch(request)));
}

function withHeaders(path: string, response: Response): Response {
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(headersFor(path))) headers.set(name, value);
  const { status, statusText } = response;
  return new Response(response.body, { status, statusText, headers });
}

async function keepShell(): Promise<void> {
  const cache = await caches.open(CACHE);
  for (const path of SHELL.keys()) {
    if (!(await cache.match(keyOf(path)))) await cache.put(keyOf(path), await fetchFile(path));
  }
}

/** Fetches one file and holds it to the build's hash: a host that alters files, or mixes two builds, is refused. */
async function fetchFile(path: string): Promise<Response> {
  const url = new URL(path, worker.registration.scope).href;
  await tellRequest(url);
  const response = await fetch(url, { cache: 'no-cache' });
  if (!response.ok) throw new Error(`${url}: the server answered ${response.status}`);
  const content = await response.arrayBuffer();
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', content));
  const hex = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
  if (!hex.startsWith(SHELL.get(path) ?? '-')) throw new Error(`${url} is not the file of this build`);
  const type = response.headers.get('Content-Type');
  return new Response(content, { headers: type === null ? {} : { 'Content-Type': type } });
}

async function dropOldFiles(): Promise<void> {
  const cache = await caches.open(CACHE);
  const current = new Set([...SHELL.keys()].map(keyOf));
  for (const request of await cache.keys()) if (!current.has(request.url)) await cache.delete(request);
}

/** A new version takes over at once only when no other tab runs the old one. */
async function activateWhenAlone(): Promise<void> {
  const tabs = await worker.clients.matchAll({ type: 'window', includeUncontrolled: true });
  if (tabs.length <= 1) await worker.skipWaiting();
}

/** Tells every tab of a request the service worker makes by itself, so that it is counted. */
async function tellRequest(url: string): Promise<void> {
  const tabs = await worker.clients.matchAll({ type: 'window', includeUncontrolled: true });
  for (const tab of tabs) tab.postMessage({ kind: 'request', url, at: Date.now() });
}
