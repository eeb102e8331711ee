import { svelte } from '@sveltejs/vite-plugin-svelte';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { offline } from './server/offline.ts';
import { securityHeaders } from './server/plugin.ts';
import { threadedWasm } from './server/threadedWasm.ts';

export default defineConfig({
  // Relative, so that the build works from any folder of a host.
  base: './',
  // Routes are hashes: a path that does not exist is a 404, never a page in place of a file.
  appType: 'mpa',
  // dicom-parser asks for it where it inflates by itself, which it is never left to do here.
  resolve: {
    alias: [{ find: /^zlib$/, replacement: fileURLToPath(new URL('server/noZlib.ts', import.meta.url)) }],
  },
  plugins: [svelte(), threadedWasm(), securityHeaders(), offline()],
  worker: {
    // One file each: the policy of the inference worker lets it load no script.
    format: 'iife',
    plugins: () => [threadedWasm()],
    rolldownOptions: { output: { entryFileNames: 'assets/[name]-[hash].js' } },
  },
  build: {
    target: 'es2022',
    // Files are files: an inlined one would need `data:` in the policies.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 2000,
  },
  preview: { strictPort: true },
});
