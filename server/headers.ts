/**
 * The one table of response headers: of the dev and preview server (server/plugin.ts) and of the service worker
 * (src/sw), which puts them on where the host does not. SECURITY.md says what each policy is for.
 */

/** Cross-origin isolation, so that wasm may use threads; and the usual shutters. */
const EVERYWHERE = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
} as const;

/** The page: everything from this site, films as blob URLs, nothing from elsewhere. */
const PAGE_POLICY = policy({
  'default-src': "'none'",
  'script-src': "'self'",
  'style-src': "'self'",
  'img-src': "'self' blob: data:",
  'connect-src': "'self'",
  'worker-src': "'self'",
  'manifest-src': "'self'",
  'base-uri': "'none'",
  'form-action': "'none'",
  'frame-ancestors': "'none'",
});

/**
 * The worker that sees films: it computes and cannot talk. `blob:` is what the page hands over (the wasm files) and
 * what tfjs makes for its threads; a blob URL never leaves the browser.
 */
const INFERENCE_POLICY = policy({
  'default-src': "'none'",
  'script-src': "blob: 'wasm-unsafe-eval'",
  'worker-src': 'blob:',
  'connect-src': 'blob:',
});

/** The worker that draws films where there is no WebGL2: it needs nothing but its own script. */
const DISPLAY_POLICY = policy({ 'default-src': "'none'" });

/** The workers with the network: this site and nothing else. */
const NETWORK_POLICY = policy({ 'default-src': "'none'", 'connect-src': "'self'" });

/** In development modules are not bundled: Vite's client needs inline styles, a socket, and scripts one by one. */
const DEVELOPMENT = {
  page: PAGE_POLICY.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'").replace(
    "connect-src 'self'",
    "connect-src 'self' ws:",
  ),
  inference: INFERENCE_POLICY.replace('script-src', "script-src 'self'"),
  display: `${DISPLAY_POLICY}; script-src 'self'`,
  network: `${NETWORK_POLICY}; script-src 'self'`,
} as const;
const PRODUCTION = {
  page: PAGE_POLICY,
  inference: INFERENCE_POLICY,
  display: DISPLAY_POLICY,
  network: NETWORK_POLICY,
} as const;

/**
 * Headers of one file of the site.
 * @param path of the URL, without its query
 */
export function headersFor(
  path: string,
  mode: 'development' | 'production' = 'production',
): Readonly<Record<string, string>> {
  const policies = mode === 'development' ? DEVELOPMENT : PRODUCTION;
  return { ...EVERYWHERE, 'Content-Security-Policy': policies[kindOf(path)] };
}

function kindOf(path: string): keyof typeof PRODUCTION {
  const file = path.slice(path.lastIndexOf('/') + 1);
  if (file.startsWith('inference.worker')) return 'inference';
  if (file.startsWith('display.worker')) return 'display';
  return file.startsWith('models.worker') || file === 'sw.js' ? 'network' : 'page';
}

function policy(directives: Readonly<Record<string, string>>): string {
  return Object.entries(directives)
    .map(([directive, sources]) => `${directive} ${sources}`)
    .join('; ');
}
