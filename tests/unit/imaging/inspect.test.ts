import fc from 'fast-check';
import sharp, { type Sharp } from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { FilmError } from '../../../src/imaging/errors';
import { inspectFile } from '../../../src/imaging/inspect';

function picture(width: number, height: number): Sharp {
  const pixels = Buffer.from(Uint8Array.from({ length: width * height }, (_, i) => (i * 7919) % 251));
  return sharp(pixels, { raw: { width, height, channels: 1 } });
}

function codeOf(bytes: Uint8Array): string {
  try {
    inspectFile(bytes, 'film');
    return 'read';
  } catch (error) {
    if (error instanceof FilmError) return error.code;
    throw error;
  }
}

const files: Record<string, Uint8Array> = {};
beforeAll(async () => {
  files.png = await picture(200, 120).png().toBuffer();
  files.jpeg = await picture(200, 120).jpeg().toBuffer();
  files.progressive = await picture(200, 120).jpeg({ progressive: true }).toBuffer();
  files.exif = await picture(200, 120)
    .withExif({ IFD0: { Copyright: 'x' } })
    .jpeg()
    .toBuffer();
  files.lossy = await picture(200, 120).webp({ quality: 60 }).toBuffer();
  files.lossless = await picture(200, 120).webp({ lossless: true }).toBuffer();
  files.extended = await picture(200, 120)
    .withExif({ IFD0: { Copyright: 'x' } })
    .webp()
    .toBuffer();
});

const KINDS = ['png', 'jpeg', 'progressive', 'exif', 'lossy', 'lossless', 'extended'];

describe('inspectFile', () => {
  it.each(KINDS)('reads the size of a %s', (kind) => {
    expect(inspectFile(files[kind]!, 'film')).toMatchObject({ width: 200, height: 120 });
  });

  it.each(KINDS)('calls every cut of a %s truncated or no image, never readable', (kind) => {
    const whole = files[kind]!;
    fc.assert(
      fc.property(fc.integer({ min: 1, max: whole.length - 1 }), (length) => {
        expect(['truncated', 'not-an-image', 'damaged']).toContain(codeOf(whole.subarray(0, length)));
      }),
      { numRuns: 60 },
    );
    expect(codeOf(whole.subarray(0, Math.floor(whole.length / 2)))).toBe('truncated');
  });

  it('reads a JPEG with bytes after its end', () => {
    expect(codeOf(Buffer.concat([files.jpeg!, Buffer.from('trailing')]))).toBe('read');
  });

  it('is not misled by the end marker of a thumbnail', () => {
    const thumbnail = Buffer.concat([Buffer.from([0xff, 0xe1, 0, 6]), Buffer.from([0xff, 0xd8, 0xff, 0xd9])]);
    const whole = Buffer.concat([files.jpeg!.subarray(0, 2), thumbnail, files.jpeg!.subarray(2)]);
    expect(codeOf(whole)).toBe('read');
    expect(codeOf(whole.subarray(0, whole.length - 40))).toBe('truncated');
  });

  it.each([
    ['no bytes', '', 'empty'],
    ['an HTML page', '<!doctype html><title>404</title>', 'not-an-image'],
    ['a GIF', 'GIF89a' + '\0'.repeat(20), 'unsupported'],
    ['a TIFF', 'II*\0' + '\0'.repeat(20), 'unsupported'],
  ])('refuses %s', (_, text, code) => {
    expect(codeOf(Buffer.from(text, 'latin1'))).toBe(code);
  });

  it('refuses pictures that are too small or too large by their header alone', async () => {
    expect(codeOf(await picture(1, 1).png().toBuffer())).toBe('too-small');
    expect(codeOf(await picture(63, 400).jpeg().toBuffer())).toBe('too-small');
    expect(codeOf(await picture(64, 64).jpeg().toBuffer())).toBe('read');
    const huge = Buffer.from(files.png!);
    huge.writeUInt32BE(20_000, 16);
    huge.writeUInt32BE(20_000, 20);
    expect(codeOf(huge)).toBe('too-large');
    huge.writeUInt32BE(100, 20);
    expect(codeOf(huge)).toBe('too-large');
  });

  it('never throws anything but a FilmError, whatever the bytes', () => {
    const magic = fc.constantFrom('', '\x89PNG\r\n\x1a\n', '\xff\xd8\xff', 'RIFF\x20\0\0\0WEBPVP8 ');
    fc.assert(
      fc.property(magic, fc.uint8Array({ maxLength: 80 }), (head, tail) => {
        codeOf(Buffer.concat([Buffer.from(head, 'latin1'), tail]));
      }),
      { numRuns: 300 },
    );
  });
});
