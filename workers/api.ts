import type { Entity, LabelSet } from '../src/domain/entity';
import type { DeepFilm, FilmAdjustment, FilmFacts, FilmIdentity, FilmQuality } from '../src/domain/film';
import type { GivenFile, Offer } from '../src/domain/intake';
import type { ReadingStage, Report } from '../src/domain/report';
import type { Search } from '../src/domain/search';
import type { BackendName } from '../src/engine/backend-names';
import type { PackListing, PackRef, PackStorage } from '../src/packs/listing';
import type { Manifest } from '../src/packs/manifest';
import type { PackProgress } from '../src/packs/progress';
import type { CodecUrls } from './codecs';
import type { Outcome } from './outcome';

/** What both workers answer. */
export interface WorkerApi {
  /** Takes the named Web Lock and keeps it for life: whoever waits for it learns at once that the worker died. */
  hold(lock: string): Promise<void>;
  /** Answers when the worker's event loop turns. */
  ping(): true;
  /** Cancels the call of that number; a call that is over or unknown is passed over. */
  cancel(call: number): void;
  /** Tells every HTTP request the worker makes: its URL and its time in milliseconds since the epoch. */
  onRequest(tell: (url: string, at: number) => void): void;
}

export interface BackendReport {
  readonly name: BackendName;
  readonly threads: number;
  readonly adapter?: string;
  readonly reasons: readonly { readonly backend: string; readonly reason: string }[];
}

export interface NetworkAttempt {
  readonly what: string;
  readonly url: string;
  readonly refused: boolean;
  readonly detail: string;
}

/** Names of tfjs's three wasm files, each with the blob URL of its bytes. */
export type WasmUrls = Readonly<Record<string, string>>;

/** A film's file; the same `id` always means the same bytes. */
export interface FilmFile {
  readonly id: number;
  readonly file: Blob;
  readonly name: string;
  readonly adjustment?: FilmAdjustment;
}

/** A film that was decoded and looked at. */
export interface InspectedFilm {
  readonly width: number;
  readonly height: number;
  /** Absent while no encoder is loaded. */
  readonly quality?: FilmQuality;
  /** What the file says of itself; of DICOM files. */
  readonly facts?: FilmFacts;
  /** The film as it is read, where the browser cannot show the file itself so. */
  readonly picture?: Blob;
}

/** `workers/inference.worker.ts`: sees films, has no network. */
export interface InferenceApi extends WorkerApi {
  start(preferred: BackendName | undefined, wasm: WasmUrls): Promise<Outcome<BackendReport>>;
  loadPack(manifest: Manifest, files: ReadonlyMap<string, ArrayBuffer>): Promise<Outcome<void>>;
  unloadPack(id: string): Promise<Outcome<void>>;
  /** Takes codecs of DICOM pictures, before the first DICOM film. */
  takeCodecs(urls: CodecUrls): Promise<Outcome<void>>;
  /** @param encoder  the pack that looks at the film; absent, or not held: nothing does */
  inspectFilm(call: number, film: FilmFile, encoder: string | undefined): Promise<Outcome<InspectedFilm>>;
  /** All bits of a film, as they lie in its file, for a viewer that windows them itself. */
  deepFilm(call: number, film: FilmFile): Promise<Outcome<DeepFilm>>;
  /** Who a film is of, by its file; undefined for files that do not say. */
  identify(call: number, film: FilmFile): Promise<Outcome<FilmIdentity | undefined>>;
  /** Sorts files, and those inside zips, into studies. */
  sortFiles(
    call: number,
    files: readonly GivenFile[],
    onLooked: (done: number, of: number) => void,
  ): Promise<Outcome<Offer>>;
  readStudy(
    call: number,
    films: { frontal: FilmFile; lateral?: FilmFile },
    options: { decoder: string; search?: Search; alternatives?: number; findings?: string },
    onStage: (stage: ReadingStage, times: Partial<Record<ReadingStage, number>>) => void,
    onWord: (text: string, index: number) => void,
  ): Promise<Outcome<Report>>;
  /** @param onWindow hears of a long text, which is read in windows, how many of them are done */
  tag(
    call: number,
    text: string,
    labelSet: LabelSet,
    onWindow?: (done: number, of: number) => void,
  ): Promise<Outcome<readonly Entity[]>>;
  /** @param only how many of the ways to try */
  tryNetwork(only?: number): Promise<Outcome<readonly NetworkAttempt[]>>;
  diagnostics(): Promise<Outcome<Record<string, string | number>>>;
}

/** `workers/models.worker.ts`: has the network, never sees a film. */
export interface ModelsApi extends WorkerApi {
  /** Says where the packs lie; the first call of all. @param base URL of the folder that holds `index.json` */
  open(base: string): void;
  /** @param fresh asks the site again even though its offer is known */
  list(fresh: boolean): Promise<Outcome<PackListing>>;
  install(
    call: number,
    packs: readonly PackRef[],
    onProgress: (progress: PackProgress) => void,
  ): Promise<Outcome<void>>;
  files(pack: PackRef): Promise<Outcome<{ manifest: Manifest; files: Map<string, ArrayBuffer> }>>;
  remove(pack: PackRef): Promise<Outcome<void>>;
  importZip(call: number, zip: Blob): Promise<Outcome<PackRef>>;
  importFolder(call: number, files: readonly File[]): Promise<Outcome<PackRef>>;
  verify(pack: PackRef): Promise<Outcome<readonly string[]>>;
  wipe(): Promise<Outcome<void>>;
  storage(): Promise<Outcome<PackStorage>>;
}
