import * as tf from '@tensorflow/tfjs-core';
import { expose } from 'comlink';
import { Engine, EngineError } from '../src/engine';
import type { InferenceApi } from './api';
import { Calls, workerApi } from './calls';
import { BlobCodecs } from './codecs';
import { asPicture, Films } from './films';
import { sortIntake } from './intake';
import { probeNetwork } from './networkProbe';
import { settle } from './outcome';
import { useAllCores } from './threads';

/**
 * The worker that sees films. It has no network: the policy its own script comes with (server/headers.ts) refuses
 * every connection, and what it needs is handed to it: weights as buffers, wasm files as blob URLs.
 */
const calls = new Calls();
const codecs = new BlobCodecs();
const films = new Films(codecs.codecs);
const threads = useAllCores();
let engine: Engine | undefined;

function running(): Engine {
  if (!engine) throw new EngineError('backend', 'The engine has not been started.');
  return engine;
}

/** A lost backend does not come back inside its worker: the worker dies of it, and the page starts a new one. */
function endWorker(reason: string): void {
  setTimeout(() => {
    throw new EngineError('backend', `The engine stopped: ${reason}.`);
  });
}

const api: InferenceApi = {
  ...workerApi(calls),

  start: (preferred, wasmPaths) =>
    settle(async () => {
      engine ??= await Engine.create({
        ...(preferred === undefined ? {} : { preferred }),
        ...(Object.keys(wasmPaths).length > 0 ? { wasmPaths } : {}),
        wasmThreads: threads,
        onLost: endWorker,
      });
      return engine.backend;
    }),

  loadPack: (manifest, files) => settle(() => running().loadPack(manifest, files)),
  unloadPack: (id) => settle(() => running().unloadPack(id)),

  takeCodecs: (urls) => settle(() => codecs.take(urls)),

  inspectFilm: (call, film, encoder) =>
    calls.run(call, async () => {
      const { facts } = await films.decoded(film);
      const grey = await films.grey(film);
      const { width, height } = grey;
      const held = engine?.packs().some(({ id }) => id === encoder);
      return {
        width,
        height,
        ...(facts ? { facts } : {}),
        ...(facts || film.adjustment ? { picture: await asPicture(grey) } : {}),
        ...(engine && held ? { quality: await engine.assess(grey, encoder) } : {}),
      };
    }),

  deepFilm: (call, film) => calls.run(call, async () => (await films.decoded(film)).film),
  identify: (call, film) => calls.run(call, () => films.identity(film)),
  sortFiles: (call, files, onLooked) =>
    calls.run(call, (signal, inTime) => sortIntake(files, signal, inTime(onLooked))),

  readStudy: (call, { frontal, lateral }, options, onStage, onWord) =>
    calls.run(call, async (signal, inTime) => {
      const stage = inTime(onStage);
      stage('preparing', {});
      const study = {
        frontal: await films.grey(frontal),
        ...(lateral ? { lateral: await films.grey(lateral) } : {}),
      };
      return running().read(study, { ...options, signal, onStage: stage, onWord: inTime(onWord) });
    }),

  tag: (call, text, labelSet, onWindow) =>
    calls.run(call, (signal, inTime) => running().tag(text, labelSet, signal, onWindow && inTime(onWindow))),

  tryNetwork: (only) => settle(() => probeNetwork(only)),

  diagnostics: () =>
    settle(() => {
      const { numTensors, numBytes } = tf.memory();
      return {
        'tfjs version': tf.version_core,
        backend: engine?.backend.name ?? 'none',
        'backend of the words': engine?.wordsBackend.name ?? 'none',
        'threads of the words': engine?.wordsBackend.threads ?? 0,
        tensors: numTensors,
        'bytes of tensors': numBytes,
        isolated: String(self.crossOriginIsolated),
        packs: (engine?.packs() ?? []).map((pack) => `${pack.id} ${pack.version}`).join(', ') || 'none',
      };
    }),
};

expose(api);
