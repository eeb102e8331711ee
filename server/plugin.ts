import type { Connect, Plugin } from 'vite';
import { headersFor } from './headers.ts';

/** Puts the headers of `headers.ts` on everything the dev and the preview server send. */
export function securityHeaders(): Plugin {
  return {
    name: 'scribe:headers',
    configureServer: (server) => void server.middlewares.use(middleware('development')),
    configurePreviewServer: (server) => void server.middlewares.use(middleware('production')),
  };
}

function middleware(mode: 'development' | 'production'): Connect.NextHandleFunction {
  return (request, response, next) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    for (const [name, value] of Object.entries(headersFor(pathname, mode))) response.setHeader(name, value);
    next();
  };
}
