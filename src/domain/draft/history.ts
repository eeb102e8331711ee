/** The versions of something that is edited. */
export interface History<T> {
  readonly past: readonly T[];
  readonly present: T;
  readonly future: readonly T[];
  /** What kind of edit made the present one, for joining it with the next. */
  readonly kind?: string;
  /** When, in milliseconds. */
  readonly at?: number;
}

/** Versions kept to go back to. */
export const LONGEST_HISTORY = 200;
/** Edits of one kind closer together than this, in milliseconds, are one step: typing is undone by phrases. */
export const JOINED_WITHIN = 1000;

export function historyOf<T>(present: T): History<T> {
  return { past: [], present, future: [] };
}

/**
 * Takes in a new version; what was undone before is gone then.
 * @param edit `kind` joins quick edits of the same kind (typing in one field) to one step; without it, never
 */
export function record<T>(history: History<T>, next: T, edit: { kind?: string; at: number }): History<T> {
  const { past, present, kind, at } = history;
  if (next === present) return history;
  const joins = edit.kind !== undefined && edit.kind === kind && edit.at - (at ?? -Infinity) < JOINED_WITHIN;
  return {
    past: joins ? past : [...past, present].slice(-LONGEST_HISTORY),
    present: next,
    future: [],
    ...edit,
  };
}

/** Changes the present version without a step of its own: what undo does not concern. */
export function amend<T>(history: History<T>, present: T): History<T> {
  return { ...history, present };
}

export function undo<T>({ past, present, future }: History<T>): History<T> {
  const before = past.at(-1);
  if (before === undefined) return { past, present, future };
  return { past: past.slice(0, -1), present: before, future: [present, ...future] };
}

export function redo<T>({ past, present, future }: History<T>): History<T> {
  const [after, ...rest] = future;
  if (after === undefined) return { past, present, future };
  return { past: [...past, present], present: after, future: rest };
}
