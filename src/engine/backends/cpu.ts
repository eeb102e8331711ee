import type { BackendDriver, Probe } from './driver';

/** Plain JavaScript: slow (a film takes minutes), and always there. */
export const cpu: BackendDriver = {
  name: 'cpu',

  async probe(): Promise<Probe> {
    return { kind: 'ready' };
  },

  async load() {
    await import('@tensorflow/tfjs-backend-cpu');
  },
};
