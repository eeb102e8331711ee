const SCRIPT = 'sw.js';
const RELOADED = 'scribe-cxr.reloaded';
/** Milliseconds a new service worker has to take over: on a first visit it fetches the whole app first. */
const TAKEOVER = 60_000;
const UPDATE_TAKEOVER = 2_000;

/**
 * Registers the service worker, and sees to it that the page runs with its headers.
 *
 * Where the host sends the headers (`npm start` does) this only registers. Where it does not, the page must be loaded
 * once more through the service worker, since it must not start workers without their policies. A new version that
 * waits for its turn gets it now, before anything is on the desk.
 * @returns false when the page is about to be loaded anew and nothing should be started
 */
export async function prepareOffline(): Promise<boolean> {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return true;
  const registering = navigator.serviceWorker.register(SCRIPT, { updateViaCache: 'none' });
  // A failure costs the offline use alone; the page works, and the seal of the worker is tested in any case.
  registering.catch((cause: unknown) => console.warn('The service worker was not registered.', cause));
  if (!globalThis.crossOriginIsolated && sessionStorage.getItem(RELOADED) === null) {
    sessionStorage.setItem(RELOADED, 'yes');
    return !(await reloadAfter(controlled(), TAKEOVER));
  }
  if (!navigator.serviceWorker.controller) return true;
  const waiting = (await registering.catch(() => undefined))?.waiting;
  if (!waiting) return true;
  waiting.postMessage('activate');
  return !(await reloadAfter(controllerChange(), UPDATE_TAKEOVER));
}

/** Resolves when the service worker controls this page. */
async function controlled(): Promise<void> {
  if (!navigator.serviceWorker.controller) await controllerChange();
}

function controllerChange(): Promise<void> {
  return new Promise((resolve) => {
    navigator.serviceWorker.addEventListener('controllerchange', () => resolve(), { once: true });
  });
}

/** Loads the page anew once something happened; false when it did not happen in time. */
async function reloadAfter(event: Promise<void>, limit: number): Promise<boolean> {
  const happened = await Promise.race([
    event.then(() => true),
    new Promise<boolean>((resolve) => setTimeout(() => resolve(false), limit)),
  ]);
  if (happened) location.reload();
  return happened;
}
