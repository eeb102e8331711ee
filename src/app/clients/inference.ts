import { proxy, transfer } from 'comlink';
import { isDicomFile } from '../../imaging/dicom/sniff';
import type { FilmAdjustment } from '../../domain/film';
import type { FilmFile, InferenceApi } from '../../../workers/api';
import type { CodecUrls } from '../../../workers/codecs';
import type { CountedRequest } from '../states';
import { codecUrls } from './codecFiles';
import type { InferencePort } from './ports';
import { wasmUrls } from './wasmFiles';
import { WorkerLine } from './workerLine';

/**
 * Connects to the inference worker; it starts with the first call.
 * @param tell hears every HTTP request the worker makes (none is expected)
 */
export function connectInference(tell: (request: CountedRequest) => void): InferencePort {
  /** What every new worker is given anew. */
  let codecs: CodecUrls | undefined;
  const line = new WorkerLine<InferenceApi>(
    'inference worker',
    () =>
      new Worker(new URL('../../../workers/inference.worker.ts', import.meta.url), {
        type: 'module',
        name: 'inference',
      }),
    (api) => {
      void api.onRequest(proxy((url, at) => tell({ where: 'inference worker', url, at })));
      if (codecs) void api.takeCodecs(codecs);
    },
  );
  const films = new FilmTickets();

  const prepareDicom = async (): Promise<void> => {
    const urls = await codecUrls();
    if (urls === codecs) return;
    codecs = urls;
    await line.call((api) => api.takeCodecs(urls));
  };
  const prepareFor = async (...files: Blob[]): Promise<void> => {
    for (const file of files) if (await isDicomFile(file)) await prepareDicom();
  };

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
    inspectFilm: async (film, name, encoder, signal) => {
      await prepareFor(film);
      return line.call((api, call) => api.inspectFilm(call, films.of(film, name), encoder), signal);
    },
    prepareDicom,
    adjust: (film, adjustment) => films.adjust(film, adjustment),
    deepFilm: async (film, name, signal) => {
      await prepareFor(film);
      return line.call((api, call) => api.deepFilm(call, films.of(film, name)), signal);
    },
    identify: (film, name) => line.call((api, call) => api.identify(call, films.of(film, name))),
    sortFiles: (files, onLooked, signal) => {
      const looked = proxy((...now: Parameters<typeof onLooked>) => {
        line.sign();
        onLooked(...now);
      });
      return line.call((api, call) => api.sortFiles(call, files, looked), signal);
    },
    read: async (frontal, lateral, { decoder, search, alternatives, findings, signal, onStage, onWord }) => {
      await prepareFor(frontal, ...(lateral ? [lateral] : []));
      const stage = proxy((...now: Parameters<typeof onStage>) => {
        line.sign();
        onStage(...now);
      });
      const word = proxy((...now: Parameters<typeof onWord>) => {
        line.sign();
        onWord(...now);
      });
      const study = {
        frontal: films.of(frontal, 'The frontal film'),
        ...(lateral ? { lateral: films.of(lateral, 'The lateral film') } : {}),
      };
      const options = {
        decoder,
        ...(search === undefined ? {} : { search }),
        ...(alternatives === undefined ? {} : { alternatives }),
        ...(findings === undefined ? {} : { findings }),
      };
      return line.call((api, call) => api.readStudy(call, study, options, stage, word), signal);
    },
    tag: (text, labelSet, signal, onWindow) => {
      const window =
        onWindow &&
        proxy((...now: Parameters<typeof onWindow>) => {
          line.sign();
          onWindow(...now);
        });
      return line.call((api, call) => api.tag(call, text, labelSet, window), signal);
    },
    tryNetwork: (only) => line.call((api) => api.tryNetwork(only)),
    diagnostics: () => line.call((api) => api.diagnostics()),
    onDeath: (listener) => line.onDeath(listener),
  };
}

/** Numbers for films: a Blob is a new object on the other side, its number stays. And what was done to them. */
class FilmTickets {
  #ids = new WeakMap<Blob, number>();
  #adjustments = new WeakMap<Blob, FilmAdjustment>();
  #last = 0;

  of(file: Blob, name: string): FilmFile {
    const known = this.#ids.get(file);
    if (known === undefined) this.#ids.set(file, ++this.#last);
    const adjustment = this.#adjustments.get(file);
    return { id: known ?? this.#last, file, name, ...(adjustment ? { adjustment } : {}) };
  }

  adjust(file: Blob, adjustment: FilmAdjustment): void {
    this.#adjustments.set(file, adjustment);
  }
}
