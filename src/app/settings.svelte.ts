import * as v from 'valibot';
import { SEARCHES, type Search } from '../domain/search';
import { BACKEND_NAMES, type BackendName } from './states';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const SettingsSchema = v.object({
  theme: v.fallback(v.picklist(THEMES), 'system'),
  /** Id of the decoder pack; absent = the site's default. */
  decoder: v.fallback(v.optional(v.string()), undefined),
  /** Absent = the best that works. */
  backend: v.fallback(v.optional(v.picklist(BACKEND_NAMES)), undefined),
  /** Absent = the one in the decoder's manifest. */
  search: v.fallback(v.optional(v.picklist(SEARCHES)), undefined),
});
type Stored = v.InferOutput<typeof SettingsSchema>;

export const SETTINGS_KEY = 'scribe-cxr.settings';

/** What the user chose, kept in localStorage. Assigning to a property saves it. */
export class Settings {
  #storage: Storage;
  #values = $state.raw<Stored>({ theme: 'system' });

  constructor(storage: Storage = localStorage) {
    this.#storage = storage;
    const parsed = v.safeParse(SettingsSchema, readJson(storage.getItem(SETTINGS_KEY)));
    if (parsed.success) this.#values = parsed.output;
  }

  get theme(): Theme {
    return this.#values.theme;
  }
  set theme(theme: Theme) {
    this.#save({ ...this.#values, theme });
  }

  /** Id of the chosen decoder, or undefined for the site's default. */
  get decoder(): string | undefined {
    return this.#values.decoder;
  }
  set decoder(decoder: string | undefined) {
    this.#save({ ...this.#values, decoder });
  }

  /** Chosen backend, or undefined for the best that works. */
  get backend(): BackendName | undefined {
    return this.#values.backend;
  }
  set backend(backend: BackendName | undefined) {
    this.#save({ ...this.#values, backend });
  }

  /** How reports are searched for, or undefined for the decoder's own way. */
  get search(): Search | undefined {
    return this.#values.search;
  }
  set search(search: Search | undefined) {
    this.#save({ ...this.#values, search });
  }

  #save(values: Stored): void {
    this.#values = v.parse(SettingsSchema, values);
    this.#storage.setItem(SETTINGS_KEY, JSON.stringify(this.#values));
  }
}

/** What a key of localStorage holds, or undefined when it is absent or no JSON (then defaults apply). */
export function readJson(text: string | null): unknown {
  if (text === null) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    if (cause instanceof SyntaxError) return undefined;
    throw cause;
  }
}
