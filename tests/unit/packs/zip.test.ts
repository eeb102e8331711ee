import { strToU8, zipSync } from 'fflate';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { extract, readDirectory } from '../../../src/packs/zip';
import { noise } from '../../fixtures/packs';

function zip(files: Parameters<typeof zipSync>[0]): Uint8Array<ArrayBuffer> {
  return zipSync(files) as Uint8Array<ArrayBuffer>;
}

/** Overwrites a 32-bit field in the directory entry of a file. */
function forge(archive: Uint8Array<ArrayBuffer>, field: number, value: number): Blob {
  const view = new DataView(archive.buffer);
  const at = view.getUint32(archive.byteLength - 6, true);
  view.setUint32(at + field, value, true);
  return new Blob([archive]);
}

const UNPACKED_SIZE = 24;

describe('zip archives', () => {
  it('gives back what was put in, stored or deflated', async () => {
    const bytes = noise(100_000, 1);
    const text = strToU8('a'.repeat(1_000_000));
    const archive = new Blob([zip({ 'a/weights.bin': [bytes, { level: 0 }], 'text.txt': text })]);
    const entries = await readDirectory(archive);
    expect(entries.map((entry) => [entry.name, entry.bytes])).toEqual([
      ['a/weights.bin', bytes.byteLength],
      ['text.txt', text.byteLength],
    ]);
    expect(Buffer.compare(await extract(archive, entries[0]!), bytes)).toBe(0);
    expect(Buffer.compare(await extract(archive, entries[1]!), text)).toBe(0);
  });

  it('leaves folders out and reads an archive with a comment behind it', async () => {
    const plain = zip({ dir: {}, 'dir/file': strToU8('x') });
    const commented = new Uint8Array(plain.byteLength + 3);
    commented.set(plain);
    commented.set(strToU8('hey'), plain.byteLength);
    new DataView(commented.buffer).setUint16(plain.byteLength - 2, 3, true);
    expect((await readDirectory(new Blob([commented]))).map((entry) => entry.name)).toEqual(['dir/file']);
  });

  it('stops a bomb at the size it claimed', async () => {
    const archive = forge(zip({ bomb: new Uint8Array(3_000_000) }), UNPACKED_SIZE, 1000);
    const [entry] = await readDirectory(archive);
    await expect(extract(archive, entry!)).rejects.toMatchObject({ code: 'schema' });
  });

  it('refuses a file that is shorter than it claimed', async () => {
    const archive = forge(zip({ short: new Uint8Array(1000) }), UNPACKED_SIZE, 2000);
    const [entry] = await readDirectory(archive);
    await expect(extract(archive, entry!)).rejects.toMatchObject({ code: 'schema' });
  });

  it.each(['../evil', '/evil', 'a/../../evil', 'C:evil', 'a\\evil'])('refuses the name %s', async (name) => {
    await expect(readDirectory(new Blob([zip({ [name]: strToU8('x') })]))).rejects.toMatchObject({
      code: 'schema',
      message: expect.stringContaining('leads out') as string,
    });
  });

  it('refuses an encrypted archive and one with too many files', async () => {
    const archive = zip({ a: strToU8('x') });
    const at = new DataView(archive.buffer).getUint32(archive.byteLength - 6, true);
    archive[at + 8]! |= 1;
    await expect(readDirectory(new Blob([archive]))).rejects.toThrow(/encrypted/);
    const many = Object.fromEntries(Array.from({ length: 1001 }, (_, i) => [`f${i}`, strToU8('')]));
    await expect(readDirectory(new Blob([zip(many)]))).rejects.toThrow(/too many/);
  });

  it('hears a cancel while it unpacks', async () => {
    const archive = new Blob([zip({ a: [noise(300_000, 2), { level: 6 }] })]);
    const [entry] = await readDirectory(archive);
    await expect(extract(archive, entry!, AbortSignal.abort())).rejects.toMatchObject({ code: 'aborted' });
  });

  it('answers any bytes with files or a PackError, never with another error', async () => {
    const seed = zip({ 'manifest.json': strToU8('{}'), 'weights.bin': noise(300, 3) });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(seed.byteLength - 1), fc.nat(255)), { maxLength: 8 }),
        fc.nat(seed.byteLength),
        async (changes, length) => {
          const bytes = seed.slice();
          for (const [at, value] of changes) bytes[at] = value;
          const archive = new Blob([bytes.slice(0, length)]);
          try {
            for (const entry of await readDirectory(archive)) await extract(archive, entry);
          } catch (cause) {
            expect(cause).toMatchObject({ name: 'PackError', code: 'schema' });
          }
        },
      ),
      { numRuns: 100 },
    );
  });
});
