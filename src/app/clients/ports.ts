import type { Entity, LabelSet } from '../../domain/entity';
import type { DeepFilm, FilmAdjustment, FilmIdentity } from '../../domain/film';
import type { GivenFile, Offer } from '../../domain/intake';
import type { ReadingStage, Report } from '../../domain/report';
import type { Search } from '../../domain/search';
import type { InspectedFilm } from '../../../workers/api';
import type { Manifest } from '../../packs/manifest';
import type { PackListing, PackRef, PackStorage } from '../../packs/listing';
import type { PackProgress } from '../../packs/progress';
import type { BackendName, BackendReason, RefusedAttempt, StageTimes } from '../states';

export type { InspectedFilm };

/** The engine as it came up. */
export interface StartedBackend {
  readonly name: BackendName;
  readonly threads: number;
  readonly adapter?: string;
  readonly reasons: readonly BackendReason[];
}

export interface ReadOptions {
  /** Id of the decoder. */
  readonly decoder: string;
  /** The decoder's own when absent. */
  readonly search?: Search;
  /** How many alternatives to give for each sentence; none when absent. */
  readonly alternatives?: number;
  /** Findings that are read back in instead of being written: the impression alone is the decoder's then. */
  readonly findings?: string;
  readonly signal: AbortSignal;
  /** A stage begins; `times` are those of the stages that are over. */
  readonly onStage: (stage: ReadingStage, times: StageTimes) => void;
  /** The word `text` is the `index`-th of the report (0-based). */
  readonly onWord: (text: string, index: number) => void;
}

/** What the state classes need of the inference worker; `clients/inference.ts` is the real one. */
export interface InferencePort {
  /** Brings the worker and its engine up; answers the running one when it is up. */
  start(preferred: BackendName | undefined, signal?: AbortSignal): Promise<StartedBackend>;
  /** Resolves once cancelled calls are over; one that did not stop has cost the worker its life by then. */
  settled(): Promise<void>;
  /** Ends the worker; the next `start` makes a new one. */
  stop(): void;
  loadPack(manifest: Manifest, files: ReadonlyMap<string, ArrayBuffer>): Promise<void>;
  unloadPack(id: string): Promise<void>;
  /** @param encoder  id of the pack that looks at the film; absent, or not loaded: nothing does */
  inspectFilm(
    film: Blob,
    name: string,
    encoder: string | undefined,
    signal?: AbortSignal,
  ): Promise<InspectedFilm>;
  /** Fetches what DICOM films need, before any is opened. */
  prepareDicom(): Promise<void>;
  /** From now on this film is looked at, and read, with what the user had done to it. */
  adjust(film: Blob, adjustment: FilmAdjustment): void;
  /** All bits of a film, for a viewer that windows them itself. @throws FilmError */
  deepFilm(film: Blob, name: string, signal?: AbortSignal): Promise<DeepFilm>;
  /** Who a film is of; undefined for files that do not say. @throws FilmError */
  identify(film: Blob, name: string): Promise<FilmIdentity | undefined>;
  /** Sorts files, and those inside zips, into studies. */
  sortFiles(
    files: readonly GivenFile[],
    onLooked: (done: number, of: number) => void,
    signal: AbortSignal,
  ): Promise<Offer>;
  read(frontal: Blob, lateral: Blob | undefined, options: ReadOptions): Promise<Report>;
  /** @param onWindow hears of a long text, which is read in windows, how many of them are done */
  tag(
    text: string,
    labelSet: LabelSet,
    signal?: AbortSignal,
    onWindow?: (done: number, of: number) => void,
  ): Promise<readonly Entity[]>;
  /** Has the worker try to reach the network. @param only how many of the ways to try, the most telling first */
  tryNetwork(only?: number): Promise<readonly RefusedAttempt[]>;
  diagnostics(): Promise<Readonly<Record<string, string | number>>>;
  /** Called when the worker dies without being asked to; answers the unsubscriber. */
  onDeath(listener: (reason: string) => void): () => void;
}

/** One pack with its checked bytes, as the engine takes it. */
export interface PackBytes {
  readonly manifest: Manifest;
  readonly files: ReadonlyMap<string, ArrayBuffer>;
}

/** What the state classes need of the models worker; `clients/models.ts` is the real one. Errors are PackError. */
export interface ModelsPort {
  /** What the site offers and what is installed; works offline with what is installed. @param fresh asks the site again */
  list(fresh: boolean): Promise<PackListing>;
  /** Fetches what is missing of these packs, file by file; finished files outlive a cancel or a failure. */
  install(
    packs: readonly PackRef[],
    options: { signal: AbortSignal; onProgress: (progress: PackProgress) => void },
  ): Promise<void>;
  /** Bytes of an installed pack, each file checked by SHA-256. @throws PackError `missing`, `integrity` */
  files(pack: PackRef): Promise<PackBytes>;
  remove(pack: PackRef): Promise<void>;
  importZip(zip: Blob, signal?: AbortSignal): Promise<PackRef>;
  importFolder(files: readonly File[], signal?: AbortSignal): Promise<PackRef>;
  /** Checks every byte of an installed pack and drops damaged files; answers their names. */
  verify(pack: PackRef): Promise<readonly string[]>;
  wipe(): Promise<void>;
  storage(): Promise<PackStorage>;
}
