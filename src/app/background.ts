/** Longest that a film waits for what is fetched in the background, in milliseconds. */
const PATIENCE = 8_000;
const pending = new Set<Promise<unknown>>();

/** Names work that fetches something in the background: a film is taken after it, so that no request follows a film. */
export function beforeFilms(work: Promise<unknown>): void {
  pending.add(work);
  const done = (): void => void pending.delete(work);
  work.then(done, done);
}

/** Resolves once the background work is over, or after some seconds: a film never waits for ever. Never throws. */
export async function backgroundDone(): Promise<void> {
  if (pending.size === 0) return;
  await Promise.race([
    Promise.allSettled([...pending]),
    new Promise((resolve) => setTimeout(resolve, PATIENCE)),
  ]);
}
