import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { nodeCodecs } from '../../../../cli/codecs-node';
import { decodeStored, isDicom, openDicom, TRANSFER_SYNTAXES } from '../../../../src/imaging/dicom';
import { asBytes, drawnColours, drawnValues, HEIGHT, WIDTH } from '../../../fixtures/dicom/drawing';
import {
  dataSet,
  EXPLICIT,
  filmTags,
  nativeFile,
  type Encoding,
  type Tags,
} from '../../../fixtures/dicom/writer';

const SIZE = [WIDTH, HEIGHT] as const;
const EXPLICIT_UID = '1.2.840.10008.1.2.1';

async function decode(bytes: Uint8Array): Promise<number[]> {
  const { values } = await decodeStored(openDicom(bytes, 'film.dcm'), nodeCodecs);
  return [...values];
}

async function decodeFixture(name: string): Promise<number[]> {
  return decode(new Uint8Array(await readFile(`tests/fixtures/dicom/${name}.dcm`)));
}

function largestDifference(a: readonly number[], b: readonly number[]): number {
  expect(a.length).toBe(b.length);
  return a.reduce((most, value, i) => Math.max(most, Math.abs(value - (b[i] ?? NaN))), 0);
}

describe('every transfer syntax gives the drawing back', () => {
  it.each([
    ['implicit', 12, false],
    ['explicit', 12, false],
    ['deflated', 12, false],
    ['big-endian', 12, false],
    ['rle', 12, false],
    ['jpeg-lossless-1', 16, false],
    ['jpeg-lossless-4', 16, false],
    ['jpeg-lossless-7', 16, false],
    ['jpeg-ls', 12, false],
    ['jpeg-ls-signed', 12, true],
    ['jpeg-2000', 16, false],
    ['jpeg-2000-signed', 12, true],
    ['htj2k', 12, false],
    ['htj2k-rpcl', 16, false],
    ['htj2k-signed', 12, true],
  ] as const)('%s, without loss', async (name, bits, signed) => {
    expect(await decodeFixture(name)).toEqual(drawnValues(bits, signed));
  });

  it.each([
    ['jpeg-8', 8, 6],
    ['jpeg-12', 12, 60],
    ['jpeg-ls-near', 12, 2],
    ['jpeg-2000-lossy', 12, 60],
    ['htj2k-lossy', 12, 8],
  ] as const)('%s, closely', async (name, bits, most) => {
    expect(largestDifference(await decodeFixture(name), drawnValues(bits))).toBeLessThanOrEqual(most);
  });

  it('in colour, through RLE', async () => {
    expect(await decodeFixture('rle-rgb')).toEqual(drawnColours());
  });

  it('has a fixture for each of them but the encapsulated uncompressed one', async () => {
    const files = [
      'implicit explicit deflated big-endian rle jpeg-8 jpeg-12 jpeg-lossless-1 jpeg-lossless-4 jpeg-ls jpeg-ls-near',
      'jpeg-2000 jpeg-2000-lossy htj2k htj2k-rpcl htj2k-lossy',
    ].flatMap((line) => line.split(' '));
    const uids = await Promise.all(
      files.map(async (name) => {
        const bytes = new Uint8Array(await readFile(`tests/fixtures/dicom/${name}.dcm`));
        return openDicom(bytes, name).syntax.uid;
      }),
    );
    const known = TRANSFER_SYNTAXES.map(({ uid }) => uid).filter((uid) => uid !== '1.2.840.10008.1.2.1.98');
    expect(new Set(uids)).toEqual(new Set(known));
  });
});

describe('files without a Part 10 header', () => {
  const pixels = (encoding: Encoding): Tags => ({
    ...filmTags(SIZE),
    '7FE00010': ['OW', asBytes(drawnValues(12), 2, encoding.little)],
  });

  it.each([
    ['explicit little endian', EXPLICIT],
    ['implicit little endian', { explicit: false, little: true }],
    ['explicit big endian', { explicit: true, little: false }],
  ] as const)('are read: %s', async (_, encoding) => {
    const bytes = dataSet(pixels(encoding), encoding);
    expect(isDicom(bytes)).toBe(true);
    expect(await decode(bytes)).toEqual(drawnValues(12));
  });

  it('are read with a meta header but no preamble', async () => {
    const whole = nativeFile(EXPLICIT_UID, pixels(EXPLICIT));
    expect(await decode(whole.subarray(132))).toEqual(drawnValues(12));
  });

  it('are told from pictures and texts', () => {
    const text = new TextEncoder().encode('The heart is not enlarged. '.repeat(20));
    expect(isDicom(text)).toBe(false);
    expect(isDicom(Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0]))).toBe(false);
    expect(isDicom(new Uint8Array(4))).toBe(false);
  });
});

describe('native samples', () => {
  const film = (
    pixels: Uint8Array,
    kind: Parameters<typeof filmTags>[1],
    size: readonly [number, number] = SIZE,
  ): Promise<number[]> =>
    decode(nativeFile(EXPLICIT_UID, { ...filmTags(size, kind), '7FE00010': ['OW', pixels] }));

  it('drop overlay bits above the stored ones', async () => {
    const values = drawnValues(12);
    const marked = asBytes(
      values.map((value, i) => value | (i % 3 === 0 ? 0xf000 : 0)),
      2,
    );
    expect(await film(marked, { bits: 12 })).toEqual(values);
  });

  it('extend the sign of 10 stored bits', async () => {
    const values = drawnValues(10, true);
    const cut = asBytes(
      values.map((value) => value & 0x3ff),
      2,
    );
    expect(await film(cut, { bits: 10, signed: true })).toEqual(values);
  });

  it('come plane by plane or pixel by pixel', async () => {
    const colours = drawnColours();
    const planes = [0, 1, 2].flatMap((channel) => colours.filter((_, i) => i % 3 === channel));
    const rgb = { bits: 8, allocated: 8, samples: 3, photometric: 'RGB' };
    expect(await film(asBytes(planes, 1), { ...rgb, planar: 1 })).toEqual(colours);
    expect(await film(asBytes(colours, 1), rgb)).toEqual(colours);
  });

  it('of YBR_FULL and YBR_FULL_422 become RGB', async () => {
    const grey = [10, 128, 128, 200, 128, 128];
    const kind = { bits: 8, allocated: 8, samples: 3 };
    expect(await film(asBytes(grey, 1), { ...kind, photometric: 'YBR_FULL' }, [2, 1])).toEqual([
      10, 10, 10, 200, 200, 200,
    ]);
    // Y = 76, Cb = 85, Cr = 255: red, in both pixels of the pair.
    const pair = asBytes([76, 76, 85, 255], 1);
    const red = await film(pair, { ...kind, photometric: 'YBR_FULL_422' }, [2, 1]);
    expect(red).toEqual([254, 0, 0, 254, 0, 0]);
  });

  it('of one bit are unpacked, the lowest first', async () => {
    const bits = { bits: 1, allocated: 1 };
    expect(await film(Uint8Array.of(0b00000101, 1), bits, [3, 3])).toEqual([1, 0, 1, 0, 0, 0, 0, 0, 1]);
  });

  it('of several frames: the first is read', async () => {
    const one = asBytes(drawnValues(8), 1);
    const two = Uint8Array.from([...one, ...one.map((value) => 255 - value)]);
    const tags = { ...filmTags(SIZE, { bits: 8, allocated: 8 }), '00280008': ['IS', '2'] as const };
    const bytes = nativeFile(EXPLICIT_UID, { ...tags, '7FE00010': ['OB', two] });
    expect(await decode(bytes)).toEqual(drawnValues(8));
  });
});
