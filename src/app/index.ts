/** The application's state: all that `src/ui` may use, besides `src/domain` and `src/export`. */
export { createApp, type App } from './app';
export { type Consent } from './consent.svelte';
export { type Desk } from './desk.svelte';
export { diagnostics } from './diagnostics';
export { Labelled } from './labelled.svelte';
export { type Models, type NeededPacks } from './models.svelte';
export { type Privacy } from './privacy.svelte';
export { type Runtime } from './runtime.svelte';
export { type Sample } from './samples';
export { THEMES, type Settings, type Theme } from './settings.svelte';
export * from './states';
export { type Tagging } from './tagging.svelte';
export { type TextBatch } from './textBatch.svelte';
export { type TextDesk, type TextResult } from './textDesk.svelte';
export { LARGEST_FILE, LONGEST_TEXT, SEPARATIONS, type Separation } from './textFile';
