/** Model packs: what the workers and the state classes use of this room. */
export { PackError, type PackErrorCode } from './errors';
export { PackLibrary, type Exclusive } from './library';
export {
  compareVersions,
  packName,
  type ListedPack,
  type PackListing,
  type PackRef,
  type PackStorage,
} from './listing';
export { parseIndex, parseManifest, type Manifest } from './manifest';
export { type PackProgress } from './progress';
export { PackStore } from './store';
