import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { build, type Plugin, type ResolvedConfig } from 'vite';
import type { ShellFile } from '../src/sw/shell';

/** Where the service worker's source lies. */
const SOURCE = 'src/sw/sw.ts';

/** Model packs are kept in IndexedDB by the app itself, checked and counted. */
const NOT_SHELL = /^models\//;

/**
 * Builds the service worker (`sw.js`) with the list of all files of the build, each with a hash of its content, so
 * that the app works with the network off.
 */
export function offline(): Plugin {
  let config: ResolvedConfig;
  return {
    name: 'scribe:offline',
    apply: 'build',
    enforce: 'post',
    configResolved: (resolved) => {
      config = resolved;
    },
    // Last of all: Vite itself still writes into chunks here, and the hashes must be those of the files.
    generateBundle: {
      order: 'post',
      async handler(_, bundle) {
        const built = Object.values(bundle).map((file) =>
          shellFile(file.fileName, file.type === 'chunk' ? file.code : file.source),
        );
        const shell = [...built, ...(await publicFiles(config.publicDir))]
          .filter((file) => !NOT_SHELL.test(file.path) && !file.path.endsWith('.map'))
          .sort((a, b) => (a.path < b.path ? -1 : 1));
        this.emitFile({ type: 'asset', fileName: 'sw.js', source: await bundleWorker(config.root, shell) });
      },
    },
  };
}

async function bundleWorker(root: string, shell: readonly ShellFile[]): Promise<string> {
  const result = await build({
    configFile: false,
    root,
    publicDir: false,
    logLevel: 'warn',
    define: { __SHELL__: JSON.stringify(shell) },
    build: {
      write: false,
      copyPublicDir: false,
      rolldownOptions: { input: resolve(root, SOURCE), output: { format: 'iife', entryFileNames: 'sw.js' } },
    },
  });
  const output = Array.isArray(result) ? result[0] : result;
  if (!output || !('output' in output)) throw new Error('The service worker could not be built.');
  return output.output[0].code;
}

async function publicFiles(folder: string): Promise<ShellFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'));
  return Promise.all(
    paths
      .filter((path) => !NOT_SHELL.test(path))
      .map(async (path) => shellFile(path, await readFile(join(folder, path)))),
  );
}

function shellFile(path: string, content: string | Uint8Array): ShellFile {
  return { path, revision: createHash('sha256').update(content).digest('hex').slice(0, 16) };
}
