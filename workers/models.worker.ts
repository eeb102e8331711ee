import { expose, transfer } from 'comlink';
import { PackLibrary, PackStore } from '../src/packs';
import type { ModelsApi } from './api';
import { Calls, workerApi } from './calls';
import { settle } from './outcome';

/** The worker with the network: it fetches, checks and keeps model packs. No film ever comes here. */
const calls = new Calls();
const store = new PackStore();
let library = new PackLibrary(store, new URL('/models/', self.location.href).href);

const api: ModelsApi = {
  ...workerApi(calls),
  open: (base) => {
    library = new PackLibrary(store, base);
  },
  list: (fresh) => settle(() => library.list({ fresh })),
  install: (call, packs, onProgress) =>
    calls.run(call, (signal, inTime) => library.install(packs, { signal, onProgress: inTime(onProgress) })),
  files: async (pack) => {
    const outcome = await settle(() => library.files(pack));
    return outcome.ok ? transfer(outcome, [...outcome.value.files.values()]) : outcome;
  },
  remove: (pack) => settle(() => library.remove(pack)),
  importZip: (call, zip) => calls.run(call, (signal) => library.importZip(zip, signal)),
  importFolder: (call, files) => calls.run(call, (signal) => library.importFolder(files, signal)),
  verify: (pack) => settle(() => library.verify(pack)),
  wipe: () => settle(() => library.wipe()),
  storage: () => settle(() => library.storage()),
};

expose(api);
