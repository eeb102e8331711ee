import { proxy } from 'comlink';
import type { ModelsApi } from '../../../workers/api';
import type { CountedRequest } from '../states';
import type { ModelsPort } from './ports';
import { WorkerLine } from './workerLine';

/**
 * Connects to the models worker; it starts with the first call.
 * @param tell hears every HTTP request the worker makes
 */
export function connectModels(tell: (request: CountedRequest) => void): ModelsPort {
  const base = new URL(`${import.meta.env.BASE_URL}models/`, location.href).href;
  const line = new WorkerLine<ModelsApi>(
    'models worker',
    () =>
      new Worker(new URL('../../../workers/models.worker.ts', import.meta.url), {
        type: 'module',
        name: 'models',
      }),
    (api) => {
      void api.open(base);
      void api.onRequest(proxy((url, at) => tell({ where: 'models worker', url, at })));
    },
  );
  return {
    list: (fresh) => line.call((api) => api.list(fresh)),
    install: (packs, { signal, onProgress }) => {
      const told = proxy((progress: Parameters<typeof onProgress>[0]) => {
        line.sign();
        // What was on its way when the user cancelled is no news.
        if (!signal.aborted) onProgress(progress);
      });
      // Asks the browser not to evict the packs when the disk runs low; it may say no.
      void navigator.storage?.persist?.();
      return line.call((api, call) => api.install(call, packs, told), signal);
    },
    files: (pack) => line.call((api) => api.files(pack)),
    remove: (pack) => line.call((api) => api.remove(pack)),
    importZip: (zip, signal) => line.call((api, call) => api.importZip(call, zip), signal),
    importFolder: (files, signal) => line.call((api, call) => api.importFolder(call, files), signal),
    verify: (pack) => line.call((api) => api.verify(pack)),
    wipe: () => line.call((api) => api.wipe()),
    storage: () => line.call((api) => api.storage()),
  };
}
