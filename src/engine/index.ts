/** Tensors: what the rest of the product uses of this room. */
export { Engine, type EngineOptions, type ReadingOptions, type StudyFilms } from './pipeline';
export { EngineError, type EngineErrorCode } from './errors';
export {
  BACKEND_NAMES,
  type BackendName,
  type BackendReason,
  type StartedBackend,
  type WasmPaths,
} from './backend';
export type { PackFiles } from './library';
export type { StageTimes } from './reading';
