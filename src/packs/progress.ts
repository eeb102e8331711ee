/**
 * Progress of one pack. Over one install `bytes` of a pack never falls and `total` never changes.
 */
export interface PackProgress {
  readonly id: string;
  readonly version: string;
  /** `waiting`: its turn has not come; `verifying`: a file is being hashed and stored; `done`: installed. */
  readonly phase: 'waiting' | 'downloading' | 'verifying' | 'done';
  /** Bytes of the pack's files that are here: those cached before, and those of this download as they arrive. */
  readonly bytes: number;
  /** Bytes of all files of the pack. */
  readonly total: number;
  /** Bytes a second over the last seconds; 0 before the first byte. */
  readonly rate: number;
}
