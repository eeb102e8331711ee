import { outputOf, run } from './command';

const CANDIDATES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The Chromium of this machine: CHROMIUM_PATH, or where Debian puts it. */
function installed(): string | undefined {
  const named = process.env.CHROMIUM_PATH;
  const paths = named === undefined ? CANDIDATES : [named];
  return paths.find((path) => outputOf(path, ['--version']) !== undefined);
}

/**
 * Path of a Chromium that starts; installs Debian's package when there is none and this is root.
 * @throws Error saying what to install
 */
export async function ensureChromium(): Promise<string> {
  const found = installed();
  if (found !== undefined) return found;
  if (process.env.CHROMIUM_PATH !== undefined) {
    throw new Error(`CHROMIUM_PATH is ${process.env.CHROMIUM_PATH}, and that does not start.`);
  }
  if (process.getuid?.() === 0 && outputOf('apt-get', ['--version']) !== undefined) {
    console.log('Chromium is missing: installing the package "chromium"…');
    const env = { DEBIAN_FRONTEND: 'noninteractive' };
    await run('apt-get', ['update', '-q'], { env, quiet: true });
    const install = ['install', '-y', '-q', '--no-install-recommends', 'chromium'];
    await run('apt-get', install, { env, quiet: true });
    const now = installed();
    if (now !== undefined) return now;
  }
  throw new Error(
    'No Chromium was found. Install it (`apt-get install chromium`) or set CHROMIUM_PATH to its executable.',
  );
}
