import * as v from 'valibot';
import type { BatchFilms } from './studies';

/** Where one study of a batch stands. */
export type EntryState =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'reading' }
  /** `study` is the id of its draft. */
  | { readonly kind: 'done'; readonly study: string }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string };

/** One study of a batch. */
export interface BatchEntry {
  /** A hash by which its films are known again; it tells nothing of their names. */
  readonly key: string;
  /** Made up: `Study 12`. */
  readonly label: string;
  /** Absent after a reload, until the folder is chosen again. */
  readonly films?: BatchFilms;
  readonly state: EntryState;
}

const QueueSchema = v.object({
  version: v.literal(1),
  salt: v.string(),
  entries: v.array(
    v.object({
      key: v.string(),
      state: v.variant('kind', [
        v.object({ kind: v.literal('waiting') }),
        v.object({ kind: v.literal('done'), study: v.string() }),
        v.object({ kind: v.literal('failed'), code: v.string() }),
      ]),
    }),
  ),
});

/** The queue as JSON: hashes in place of names, codes in place of messages, which could hold a file name. */
export function queueAsJson(salt: string, entries: readonly BatchEntry[]): string {
  const plain: v.InferOutput<typeof QueueSchema> = {
    version: 1,
    salt,
    entries: entries.map(({ key, state }) => {
      if (state.kind === 'failed') return { key, state: { kind: 'failed', code: state.code } };
      return { key, state: state.kind === 'reading' ? { kind: 'waiting' } : state };
    }),
  };
  return JSON.stringify(plain);
}

/** A kept queue; undefined for one of another build. */
export function parseQueue(json: string): { salt: string; entries: BatchEntry[] } | undefined {
  const parsed = v.safeParse(QueueSchema, JSON.parse(json));
  if (!parsed.success) return undefined;
  const { salt, entries } = parsed.output;
  return {
    salt,
    entries: entries.map(({ key, state }, i) => ({
      key,
      label: entryLabel(i),
      state: state.kind === 'failed' ? { ...state, message: '' } : state,
    })),
  };
}

export function entryLabel(index: number): string {
  return `Study ${index + 1}`;
}

/** SHA-256 of the paths of a study's films with a salt of the batch, as hex. */
export async function entryKey(salt: string, { frontal, lateral }: BatchFilms): Promise<string> {
  const named = [salt, frontal.path, lateral?.path ?? ''].join('\n');
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(named));
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
