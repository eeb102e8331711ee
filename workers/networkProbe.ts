import type { NetworkAttempt } from './api';

/** Milliseconds an attempt has to be refused; a refusal by policy comes at once. */
const PATIENCE = 2000;

type Attempt = readonly [what: string, url: string, go: (url: string) => Promise<unknown>];

/**
 * Tries to reach the network by every way a worker has, one after the other, and watches for the refusal. An
 * attempt counts as refused only when it failed and the browser named the policy as the reason (where it can):
 * being offline is no refusal. No film data is used: the URLs are fixed.
 * @param only how many of the ways to try, the most telling first
 */
export async function probeNetwork(only = Infinity): Promise<NetworkAttempt[]> {
  const site = new URL('/', self.location.href).href;
  const elsewhere = 'https://example.com/';
  const ways: readonly Attempt[] = [
    ['fetch from this site', site, (url) => fetch(url, { cache: 'no-store' })],
    ['fetch from another site', elsewhere, (url) => fetch(url, { mode: 'no-cors', cache: 'no-store' })],
    ['XMLHttpRequest to this site', site, xmlHttpRequest],
    ['WebSocket', elsewhere.replace('https', 'wss'), webSocket],
    ['EventSource', site, eventSource],
    ['import of a script', `${site}sw.js`, (url) => import(/* @vite-ignore */ url)],
    ['a worker of its own', `${site}sw.js`, nestedWorker],
  ];
  const attempts: NetworkAttempt[] = [];
  for (const way of ways.slice(0, only)) attempts.push(await tryOne(way));
  return attempts;
}

async function tryOne([what, url, go]: Attempt): Promise<NetworkAttempt> {
  let policy: string | undefined;
  const onViolation = (event: SecurityPolicyViolationEvent): void => {
    policy = event.effectiveDirective;
  };
  self.addEventListener('securitypolicyviolation', onViolation);
  try {
    await withTimeout(go(url));
    return { what, url, refused: false, detail: 'it went through' };
  } catch (cause) {
    // The event may come a task after the failure.
    await new Promise((resolve) => setTimeout(resolve, 50));
    if (policy !== undefined) return { what, url, refused: true, detail: `refused by ${policy}` };
    const reason = cause instanceof Error ? cause.message : String(cause);
    const tells = 'SecurityPolicyViolationEvent' in self;
    return { what, url, refused: !tells, detail: tells ? `failed, not by the policy: ${reason}` : reason };
  } finally {
    self.removeEventListener('securitypolicyviolation', onViolation);
  }
}

function xmlHttpRequest(url: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.onload = () => resolve();
    request.onerror = () => reject(new Error('the request failed'));
    request.open('GET', url);
    request.send();
  });
}

function webSocket(url: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url);
    socket.onopen = () => {
      socket.close();
      resolve();
    };
    socket.onerror = () => reject(new Error('the connection failed'));
  });
}

function eventSource(url: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const source = new EventSource(url);
    source.onopen = () => {
      source.close();
      resolve();
    };
    source.onerror = () => {
      source.close();
      reject(new Error('the connection failed'));
    };
  });
}

/** A script that cannot be had gives an error event; one that runs gives none, and the time runs out. */
function nestedWorker(url: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(url);
    const timer = setTimeout(() => {
      worker.terminate();
      resolve();
    }, PATIENCE / 2);
    worker.onerror = (event) => {
      event.preventDefault();
      clearTimeout(timer);
      reject(new Error('the worker failed'));
    };
  });
}

function withTimeout<T>(attempt: Promise<T>): Promise<T> {
  return Promise.race([
    attempt,
    new Promise<never>((_, reject) => setTimeout(() => reject(new Error('no answer')), PATIENCE)),
  ]);
}
