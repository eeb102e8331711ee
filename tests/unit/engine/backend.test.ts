import '@tensorflow/tfjs-backend-cpu';
import { describe, expect, it } from 'vitest';
import { startBackend } from '../../../src/engine/backend';
import { cpu } from '../../../src/engine/backends/cpu';
import { isSoftwareRenderer, type BackendDriver } from '../../../src/engine/backends/driver';

const nothing = async (): Promise<void> => undefined;
const absent: BackendDriver = {
  name: 'webgpu',
  probe: async () => ({ kind: 'absent', reason: 'no adapter' }),
  load: nothing,
};
const emulated: BackendDriver = {
  name: 'webgl',
  probe: async () => ({ kind: 'ready', adapter: 'SwiftShader', isSoftware: true }),
  load: nothing,
};
const hanging: BackendDriver = {
  name: 'wasm',
  probe: async () => ({ kind: 'ready' }),
  load: () => new Promise(() => undefined),
};

describe('startBackend', () => {
  it('steps down with a reason for each backend that does not run', async () => {
    const started = await startBackend(undefined, {
      drivers: [absent, emulated, hanging, cpu],
      timeout: 100,
    });
    expect(started).toMatchObject({ name: 'cpu', threads: 1 });
    expect(started.reasons).toEqual([
      { backend: 'webgpu', reason: 'no adapter' },
      { backend: 'webgl', reason: 'SwiftShader is emulated on the processor and slower than wasm' },
      { backend: 'wasm', reason: 'it did not start within 0.1 s' },
    ]);
  });

  it('says why when nothing runs', async () => {
    const starting = startBackend(undefined, { drivers: [absent, hanging], timeout: 50 });
    await expect(starting).rejects.toMatchObject({ name: 'EngineError', code: 'backend' });
    await expect(startBackend(undefined, { drivers: [absent] })).rejects.toThrow('no adapter');
  });

  it('tries a chosen backend first, an emulated one too', async () => {
    const started = await startBackend('webgl', { drivers: [absent, emulated, cpu], timeout: 1000 });
    expect(started.reasons.map(({ backend }) => backend)).toEqual(['webgl', 'webgpu']);
    expect(started.reasons[0]!.reason).not.toContain('emulated');
  });
});

describe('isSoftwareRenderer', () => {
  it.each([
    'ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero)))',
    'llvmpipe (LLVM 15)',
    'Microsoft Basic Render Driver',
  ])('knows %s', (name) => expect(isSoftwareRenderer(name)).toBe(true));
  it.each(['ANGLE (NVIDIA GeForce RTX 3060)', 'Apple M2', 'Mali-G78'])('lets %s pass', (name) =>
    expect(isSoftwareRenderer(name)).toBe(false),
  );
});
