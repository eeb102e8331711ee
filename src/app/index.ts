/** The application's state: all that `src/ui` may use, besides `src/domain` and `src/export`. */
export { createApp, type App } from './app';
export { type Consent } from './consent.svelte';
export { type Desk } from './desk.svelte';
export { diagnostics } from './diagnostics';
export { type Models, type NeededPacks } from './models.svelte';
export { type Privacy } from './privacy.svelte';
export { type Runtime } from './runtime.svelte';
export { type Sample } from './samples';
export { THEMES, type Settings, type Theme } from './settings.svelte';
export * from './states';
