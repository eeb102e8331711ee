import * as tf from '@tensorflow/tfjs-core';
import { isSoftwareRenderer, type BackendDriver, type Probe } from './driver';

/** The graphics processor through WebGL 2. */
export const webgl: BackendDriver = {
  name: 'webgl',

  async probe(): Promise<Probe> {
    if (typeof OffscreenCanvas === 'undefined')
      return { kind: 'absent', reason: 'there is no canvas for WebGL here' };
    const context = new OffscreenCanvas(1, 1).getContext('webgl2');
    if (!context) return { kind: 'absent', reason: 'WebGL 2 does not start' };
    const info = context.getExtension('WEBGL_debug_renderer_info');
    const adapter = String(context.getParameter(info ? info.UNMASKED_RENDERER_WEBGL : context.RENDERER));
    const hasFloats = context.getExtension('EXT_color_buffer_float') !== null;
    context.getExtension('WEBGL_lose_context')?.loseContext();
    if (!hasFloats) return { kind: 'absent', reason: `${adapter} computes in half precision only` };
    return { kind: 'ready', adapter, isSoftware: isSoftwareRenderer(adapter) };
  },

  async load() {
    await import('@tensorflow/tfjs-backend-webgl');
  },

  watch(onLost) {
    const { gpgpu } = tf.backend() as unknown as { gpgpu: { gl: WebGLRenderingContext } };
    gpgpu.gl.canvas.addEventListener('webglcontextlost', () => onLost('the WebGL context was lost'));
  },
};
