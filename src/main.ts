import { mount } from 'svelte';
import { beforeFilms, createApp } from './app';
import { prepareOffline } from './sw/register';
import App from './ui/App.svelte';

const target = document.getElementById('app');
if (!target) throw new Error('index.html has no element #app');

if (await prepareOffline()) {
  // The offline copy is fetched on a first visit; without one (no service worker) the film waits some seconds at most.
  if ('serviceWorker' in navigator && import.meta.env.PROD) beforeFilms(navigator.serviceWorker.ready);
  target.replaceChildren();
  mount(App, { target, props: { app: createApp() } });
}
