import { proxy, transfer } from 'comlink';
import type { InferenceApi } from '../../../workers/api';
import type { CountedRequest } from '../states';
import type { InferencePort } from './ports';
import { wasmUrls } from './wasmFiles';
import { WorkerLine } from './workerLine';

/**
 * Connects to the inference worker; it starts with the first call.
 * @param tell hears every HTTP request the worker makes (none is expected)
 */
export function connectInference(tell: (request: CountedRequest) => void): InferencePort {
  const line = new WorkerLine<InferenceApi>(
    'inference worker',
    () =>
      new Worker(new URL('../../../workers/inference.worker.ts', import.meta.url), {
        type: 'module',
        name: 'inference',
      }),
    (api) => void api.onRequest(proxy((url, at) => tell({ where: 'inference worker', url, at }))),
  );
  const ids = new FilmIds();
  return {
    start: async (preferred, signal) => {
      const wasm = await wasmUrls();
      return line.call((api) => api.start(preferred, wasm), signal);
    },
    settled: () => line.settled(),
    stop: () => line.stop(),
    loadPack: (manifest, files) =>
      line.call((api) => api.loadPack(manifest, transfer(files, [...files.values()]))),
    unloadPack: (id) => line.call((api) => api.unloadPack(id)),
    inspectFilm: (film, name, signal) =>
      line.call((api, call) => api.inspectFilm(call, { id: ids.of(film), file: film, name }), signal),
    read: (frontal, lateral, { decoder, beam, alternatives, signal, onStage, onWord }) => {
      const stage = proxy((...now: Parameters<typeof onStage>) => {
        line.sign();
        onStage(...now);
      });
      const word = proxy((...now: Parameters<typeof onWord>) => {
        line.sign();
        onWord(...now);
      });
      const films = {
        frontal: { id: ids.of(frontal), file: frontal, name: 'The frontal film' },
        ...(lateral ? { lateral: { id: ids.of(lateral), file: lateral, name: 'The lateral film' } } : {}),
      };
      const options = {
        decoder,
        ...(beam === undefined ? {} : { beam }),
        ...(alternatives === undefined ? {} : { alternatives }),
      };
      return line.call((api, call) => api.readStudy(call, films, options, stage, word), signal);
    },
    tag: (text, labelSet, signal) => line.call((api, call) => api.tag(call, text, labelSet), signal),
    tryNetwork: (only) => line.call((api) => api.tryNetwork(only)),
    diagnostics: () => line.call((api) => api.diagnostics()),
    onDeath: (listener) => line.onDeath(listener),
  };
}

/** Numbers for films: a Blob is a new object on the other side, its number stays. */
class FilmIds {
  #ids = new WeakMap<Blob, number>();
  #last = 0;

  of(film: Blob): number {
    const known = this.#ids.get(film);
    if (known !== undefined) return known;
    this.#ids.set(film, ++this.#last);
    return this.#last;
  }
}
