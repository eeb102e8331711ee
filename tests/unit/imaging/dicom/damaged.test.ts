import { deflateRawSync } from 'node:zlib';
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { nodeCodecs } from '../../../../cli/codecs-node';
import { FilmError } from '../../../../src/imaging';
import { Codecs, decodeStored, openDicom } from '../../../../src/imaging/dicom';
import { asBytes, drawnValues, HEIGHT, WIDTH } from '../../../fixtures/dicom/drawing';
import {
  compressedFile,
  filmTags,
  fragments,
  nativeFile,
  part10,
  type Tags,
} from '../../../fixtures/dicom/writer';

const SIZE = [WIDTH, HEIGHT] as const;
const EXPLICIT = '1.2.840.10008.1.2.1';
const JPEG_LS = '1.2.840.10008.1.2.4.80';
const RLE = '1.2.840.10008.1.2.5';
const pixels = asBytes(drawnValues(12), 2);
const whole: Tags = { ...filmTags(SIZE), '7FE00010': ['OW', pixels] };

async function refusal(bytes: Uint8Array, codecs = nodeCodecs): Promise<string> {
  try {
    await decodeStored(openDicom(bytes, 'film.dcm'), codecs);
  } catch (cause) {
    if (cause instanceof FilmError) return cause.code;
    throw cause;
  }
  return 'read';
}

function without(tags: Tags, ...gone: string[]): Tags {
  return Object.fromEntries(Object.entries(tags).filter(([tag]) => !gone.includes(tag)));
}

describe('files that cannot be read are refused with a reason', () => {
  it.each<[string, Uint8Array, string]>([
    ['no bytes', new Uint8Array(0), 'empty'],
    ['a text', new TextEncoder().encode('no film at all, but a text of some length'), 'not-an-image'],
    ['nothing behind the prefix', part10(EXPLICIT, new Uint8Array(0)), 'no-pixel-data'],
    ['no picture', nativeFile(EXPLICIT, filmTags(SIZE)), 'no-pixel-data'],
    ['video', nativeFile('1.2.840.10008.1.2.4.102', whole), 'transfer-syntax'],
    ['JPEG XL', nativeFile('1.2.840.10008.1.2.4.110', whole), 'transfer-syntax'],
    ['no size', nativeFile(EXPLICIT, without(whole, '00280010')), 'damaged'],
    ['no bits', nativeFile(EXPLICIT, without(whole, '00280100', '00280101')), 'unsupported'],
    ['13 bits allocated', nativeFile(EXPLICIT, { ...whole, '00280100': ['US', 13] }), 'unsupported'],
    ['more stored than allocated', nativeFile(EXPLICIT, { ...whole, '00280101': ['US', 20] }), 'unsupported'],
    ['four samples', nativeFile(EXPLICIT, { ...whole, '00280002': ['US', 4] }), 'unsupported'],
    ['HSV', nativeFile(EXPLICIT, { ...whole, '00280004': ['CS', 'HSV'] }), 'unsupported'],
    ['65535 px a side', nativeFile(EXPLICIT, { ...whole, '00280010': ['US', 65535] }), 'too-large'],
    [
      'half of the pixels',
      nativeFile(EXPLICIT, { ...whole, '7FE00010': ['OW', pixels.subarray(0, 900)] }),
      'truncated',
    ],
    ['no fragments', compressedFile(JPEG_LS, filmTags(SIZE), fragments([])), 'truncated'],
    [
      'an empty fragment',
      compressedFile(JPEG_LS, filmTags(SIZE), fragments([new Uint8Array(0)])),
      'truncated',
    ],
    [
      'noise for a JPEG',
      compressedFile(JPEG_LS, filmTags(SIZE), fragments([new Uint8Array(600).fill(7)])),
      'damaged',
    ],
    ['native bytes as JPEG-LS', nativeFile(JPEG_LS, whole), 'damaged'],
    [
      'RLE of the wrong segments',
      compressedFile(RLE, filmTags(SIZE), fragments([new Uint8Array(64)])),
      'damaged',
    ],
  ])('%s', async (_, bytes, code) => {
    expect(await refusal(bytes)).toBe(code);
  });

  it('at any place a file is cut', async () => {
    for (const name of [
      'explicit',
      'implicit',
      'big-endian',
      'rle',
      'jpeg-ls',
      'jpeg-2000',
      'jpeg-lossless-1',
      'htj2k',
      'jpeg-8',
      'jpeg-12',
    ]) {
      const bytes = new Uint8Array(await readFile(`tests/fixtures/dicom/${name}.dcm`));
      for (const share of [0.02, 0.2, 0.5, 0.7, 0.95]) {
        const code = await refusal(bytes.subarray(0, Math.floor(share * bytes.length)));
        expect(
          ['truncated', 'damaged', 'not-an-image', 'no-pixel-data', 'unsupported', 'read'],
          name,
        ).toContain(code);
        // Native pixels and fragments know their length: a cut there is always noticed.
        if (share > 0.6) expect(code, `${name} at ${share}`).toBe('truncated');
      }
    }
  });

  it('wherever a byte of the compressed picture is wrong: no crash, no hang, and the next film is read', async () => {
    for (const name of ['rle', 'jpeg-ls', 'jpeg-2000', 'jpeg-lossless-1', 'htj2k', 'jpeg-8', 'jpeg-12']) {
      const bytes = new Uint8Array(await readFile(`tests/fixtures/dicom/${name}.dcm`));
      for (let at = bytes.length - 200; at > 700; at -= 97) {
        const wrong = bytes.slice();
        wrong[at] = (wrong[at] ?? 0) ^ 0xff;
        expect(['read', 'truncated', 'damaged', 'unsupported']).toContain(await refusal(wrong));
      }
      expect(await refusal(bytes)).toBe('read');
    }
  });
});

describe('files that would blow up are stopped before anything is allocated for them', () => {
  it('a deflated data set that inflates without end', async () => {
    const zeros = deflateRawSync(new Uint8Array(230_000_000));
    expect(zeros.length).toBeLessThan(300_000);
    const bomb = part10('1.2.840.10008.1.2.1.99', new Uint8Array(zeros));
    expect(await refusal(bomb)).toBe('too-large');
  });

  it('a compressed frame that is larger than the tags say', async () => {
    const bytes = new Uint8Array(await readFile('tests/fixtures/dicom/jpeg-2000.dcm'));
    const start = bytes.findIndex(
      (byte, i) => byte === 0xff && bytes[i + 1] === 0x4f && bytes[i + 3] === 0x51,
    );
    new DataView(bytes.buffer).setUint32(start + 8, 60_000);
    expect(await refusal(bytes)).toBe('damaged');
  });

  it('a basic offset table longer than the file', async () => {
    const bytes = compressedFile(JPEG_LS, filmTags(SIZE), fragments([new Uint8Array(8)]));
    const table = bytes.length - 8 - 16 - 4;
    new DataView(bytes.buffer).setUint32(table, 0x7ffffff0, true);
    expect(await refusal(bytes)).toBe('truncated');
  });
});

describe('codecs', () => {
  it('that cannot be had are told as missing, and are asked for again', async () => {
    let asked = 0;
    const codecs = new Codecs(() => {
      asked += 1;
      return Promise.reject(new Error('offline'));
    });
    const bytes = new Uint8Array(await readFile('tests/fixtures/dicom/jpeg-ls.dcm'));
    expect(await refusal(bytes, codecs)).toBe('decoder-missing');
    expect(await refusal(bytes, codecs)).toBe('decoder-missing');
    expect(asked).toBe(2);
  });

  it('are loaded only for the films that need them, and once', async () => {
    const asked: string[] = [];
    const codecs = new Codecs(async (name) => {
      asked.push(name);
      const { nodeParts } = await import('../../../../cli/codecs-node');
      return nodeParts(name);
    });
    for (const name of ['explicit', 'rle', 'jpeg-ls', 'jpeg-ls-signed', 'jpeg-8']) {
      expect(await refusal(new Uint8Array(await readFile(`tests/fixtures/dicom/${name}.dcm`)), codecs)).toBe(
        'read',
      );
    }
    expect(asked).toEqual(['charls', 'libjpeg-turbo']);
  });
});
