import type { FilmAdjustment, FilmFacts, FilmQuality, FilmSlot } from '../domain/film';
import type { BackendName } from '../engine/backend-names';
import type { ReadingStage, Report } from '../domain/report';

export { BACKEND_NAMES, type BackendName } from '../engine/backend-names';

/** A film that was decoded and may be read. */
export interface ReadyFilm {
  readonly kind: 'ready';
  readonly name: string;
  /** Object URL of the film as it is read: of its file, or of a picture made from it; revoked when it leaves the desk. */
  readonly url: string;
  readonly width: number;
  readonly height: number;
  /** Absent until an encoder is installed and has looked at the film. */
  readonly quality?: FilmQuality;
  /** Id of that encoder. */
  readonly seenBy?: string;
  /** What its file says of it; of DICOM films. */
  readonly facts?: FilmFacts;
  /** What the user had done to it. */
  readonly adjustment?: FilmAdjustment;
  /** The view by the user's own word, where the tags and the picture disagreed. */
  readonly view?: FilmSlot;
}

/** One slot of the desk. */
export type FilmState =
  | { readonly kind: 'empty' }
  | { readonly kind: 'loading'; readonly name: string; readonly previous?: ReadyFilm }
  | ReadyFilm
  | {
      readonly kind: 'refused';
      readonly name: string;
      /** A code of FilmError, `not-a-chest-film`, or `worker-died`. */
      readonly code: string;
      readonly reason: string;
      /** The film that lay in the slot before; `Desk.dismissRefusal` puts it back. */
      readonly previous?: ReadyFilm;
    };

/** Milliseconds of the stages that are over. */
export type StageTimes = Readonly<Partial<Record<ReadingStage, number>>>;

/** The study as a whole; what lies in the two slots is in `FilmState`. */
export type StudyState =
  | { readonly kind: 'empty' }
  /** The user pressed Read; it starts by itself once the packs are installed. */
  | { readonly kind: 'waiting-for-weights' }
  | {
      readonly kind: 'reading';
      readonly stage: ReadingStage;
      readonly times: StageTimes;
      /** The report as far as it is written. */
      readonly text: string;
      readonly words: number;
    }
  | { readonly kind: 'done'; readonly report: Report }
  | { readonly kind: 'cancelled'; readonly text: string }
  /** A film cannot be read; the other film and the last report stay. */
  | { readonly kind: 'refused'; readonly slot: FilmSlot; readonly code: string; readonly reason: string }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string };

/** A report that was finished in this session, with the names of its films. */
export interface FinishedStudy {
  readonly report: Report;
  readonly frontalName: string;
  readonly lateralName?: string;
}

/** The films do not seem to lie in the slots they belong to. */
export interface ViewWarning {
  readonly kind:
    | 'swapped' /** frontal slot holds a lateral and the lateral slot a frontal */
    | 'two-frontals'
    | 'two-laterals'
    | 'lateral-in-frontal'; /** a lateral film alone, in the frontal slot */
  /** True when `Desk.swapFilms()` puts it right. */
  readonly swapHelps: boolean;
  readonly message: string;
}

/** A film whose tags claim another view than its picture shows; the user is asked. */
export interface ViewDoubt {
  readonly slot: FilmSlot;
  readonly claimed: FilmSlot;
  readonly shows: FilmSlot;
}

/** A film that lies on its side, upside down, or as a negative. */
export interface OrientationWarning {
  readonly slot: FilmSlot;
  readonly orientation: Exclude<FilmQuality['orientation'], 'upright'>;
  /** 0..1 */
  readonly probability: number;
  readonly message: string;
}

/** Where one pack stands. */
export type PackStatus =
  | { readonly kind: 'absent' }
  /** `bytes` of `total` are here and checked or on their way in; `rate` in bytes a second. */
  | { readonly kind: 'downloading'; readonly bytes: number; readonly total: number; readonly rate: number }
  | { readonly kind: 'verifying' }
  | { readonly kind: 'installed' }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string };

/** One pack, of the site's offer or imported. */
export interface PackState {
  readonly id: string;
  readonly version: string;
  readonly title: string;
  readonly task: 'encoder' | 'decoder' | 'tagger';
  /** Bytes of all its files. */
  readonly bytes: number;
  /** Bytes still to be fetched: files that another pack or version brought already do not count. */
  readonly missingBytes: number;
  readonly licence: string;
  readonly sources: readonly { readonly name: string; readonly licence: string; readonly url?: string }[];
  readonly description: string;
  readonly figures: Readonly<Record<string, number>>;
  /** MODEL_CARD.md, when the pack has one. */
  readonly card?: string;
  /** The encoder a decoder needs. */
  readonly requires?: { readonly id: string; readonly version: string };
  /** Part of what the app needs with the present settings. */
  readonly needed: boolean;
  readonly origin: 'site' | 'imported';
  readonly state: PackStatus;
}

/** What the site offers, as far as it is known. */
export type CatalogueState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready' }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string };

/** The engine's backend, or why there is none. */
export type RuntimeState =
  | { readonly kind: 'off' }
  | { readonly kind: 'starting' }
  | {
      readonly kind: 'running';
      readonly name: BackendName;
      /** Threads of the wasm backend; 1 elsewhere. */
      readonly threads: number;
      /** Name of the GPU adapter, where there is one. */
      readonly adapter?: string;
    }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string };

/** Why a backend better than the running one was stepped over. */
export interface BackendReason {
  readonly backend: string;
  readonly reason: string;
}

/** Whether the inference worker's own policy shuts the network for it. */
export type SealState =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'testing' }
  | { readonly kind: 'sealed'; readonly attempts: readonly RefusedAttempt[] }
  | { readonly kind: 'open'; readonly attempts: readonly RefusedAttempt[] };

/** One try of the inference worker to reach the network. */
export interface RefusedAttempt {
  /** `fetch own site`, `fetch another site`, `WebSocket`, ... */
  readonly what: string;
  readonly url: string;
  /** True when the worker's policy refused it before it left the machine. */
  readonly refused: boolean;
  readonly detail: string;
}

/** One request that a part of the app made over HTTP. */
export interface CountedRequest {
  readonly where: 'page' | 'models worker' | 'inference worker' | 'service worker';
  readonly url: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** One thing that the app keeps on this machine. */
export interface StoredItem {
  readonly where: 'IndexedDB' | 'localStorage' | 'Cache Storage';
  readonly what: string;
  readonly bytes: number;
}
