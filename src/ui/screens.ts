import type { Component } from 'svelte';
import type { App } from '../app';
import { finishedParts } from './desk/finished-parts';
import type { RouteName } from './route.svelte';

type Screen = Component<{ app: App }>;

/** The screens beside the desk; each is a script of its own, so that the desk opens without them. */
export const screens: Readonly<Record<Exclude<RouteName, 'desk'>, () => Promise<Screen>>> = {
  text: async () => (await import('./text/TextScreen.svelte')).default,
  batch: async () => (await import('./batch/BatchScreen.svelte')).default,
  studies: async () => (await import('./studies/StudiesScreen.svelte')).default,
  compare: async () => (await import('./compare/CompareScreen.svelte')).default,
  models: async () => (await import('./models/ModelsScreen.svelte')).default,
  privacy: async () => (await import('./privacy/PrivacyScreen.svelte')).default,
  help: async () => (await import('./help/Help.svelte')).default,
};

/**
 * Fetches all screens, and the desk's parts for finished reports, in the background, once the first one is drawn.
 * A screen that was not fetched then is fetched when it is opened, from the offline copy where there is one. Never
 * throws.
 */
export async function fetchScreens(): Promise<void> {
  await Promise.allSettled([finishedParts, ...Object.values(screens)].map((fetchPart) => fetchPart()));
}
