import { mount } from 'svelte';
import { createApp } from './app';
import { prepareOffline } from './sw/register';
import App from './ui/App.svelte';

const target = document.getElementById('app');
if (!target) throw new Error('index.html has no element #app');

if (await prepareOffline()) {
  target.replaceChildren();
  mount(App, { target, props: { app: createApp() } });
}
