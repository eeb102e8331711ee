/* eslint-disable svelte/prefer-svelte-reactivity -- maps, sets and dates here are plain values: state is replaced as a whole */
import * as v from 'valibot';
import { readJson } from './settings.svelte';

export const CONSENT_KEY = 'scribe-cxr.consent';

/** Raised when the text of the gate changes in a way that must be read again. */
export const CONSENT_VERSION = 1;

const ConsentSchema = v.object({ version: v.literal(CONSENT_VERSION), at: v.string() });

/** The "research use only" gate: whether it was accepted, and when. Kept in localStorage. */
export class Consent {
  #storage: Storage;
  #at = $state<string | undefined>();

  constructor(storage: Storage = localStorage) {
    this.#storage = storage;
    const parsed = v.safeParse(ConsentSchema, readJson(storage.getItem(CONSENT_KEY)));
    if (parsed.success) this.#at = parsed.output.at;
  }

  get accepted(): boolean {
    return this.#at !== undefined;
  }

  /** ISO 8601 time of the acceptance. */
  get acceptedAt(): string | undefined {
    return this.#at;
  }

  accept(): void {
    const at = new Date().toISOString();
    this.#storage.setItem(CONSENT_KEY, JSON.stringify({ version: CONSENT_VERSION, at }));
    this.#at = at;
  }

  withdraw(): void {
    this.#storage.removeItem(CONSENT_KEY);
    this.#at = undefined;
  }
}
