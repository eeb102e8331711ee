import * as tf from '@tensorflow/tfjs-core';
import { isSoftwareRenderer, type BackendDriver, type Probe } from './driver';

/** The graphics processor through WebGPU. */
export const webgpu: BackendDriver = {
  name: 'webgpu',

  async probe(): Promise<Probe> {
    if (typeof navigator === 'undefined' || !('gpu' in navigator)) {
      return { kind: 'absent', reason: 'this browser has no WebGPU' };
    }
    const adapter = await navigator.gpu.requestAdapter({ powerPreference: 'high-performance' });
    if (!adapter) return { kind: 'absent', reason: 'WebGPU finds no graphics adapter' };
    const { vendor, architecture, device, description } = adapter.info;
    const name = [description || device, vendor, architecture].filter(Boolean).join(' ') || 'unnamed adapter';
    return {
      kind: 'ready',
      adapter: name,
      isSoftware: adapter.info.isFallbackAdapter || isSoftwareRenderer(name),
    };
  },

  async load() {
    await import('@tensorflow/tfjs-backend-webgpu');
  },

  /** WebGPU hides errors and computes zeros after them: both of its signals end the engine. */
  watch(onLost) {
    const { device } = tf.backend() as unknown as { device: GPUDevice };
    device.addEventListener('uncapturederror', ({ error }) => onLost(`WebGPU error: ${error.message}`));
    void device.lost.then(({ reason, message }) => {
      if (reason !== 'destroyed') onLost(`the WebGPU device was lost: ${message}`);
    });
  },
};
