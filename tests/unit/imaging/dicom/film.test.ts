import { describe, expect, it } from 'vitest';
import { nodeCodecs } from '../../../../cli/codecs-node';
import { adjustGrey, brightness, FilmError, renderGrey } from '../../../../src/imaging';
import { claimedView, loadDicom, parseTags, readIdentity } from '../../../../src/imaging/dicom';
import { asBytes } from '../../../fixtures/dicom/drawing';
import { dataSet, filmTags, nativeFile, type Tags } from '../../../fixtures/dicom/writer';

const EXPLICIT = '1.2.840.10008.1.2.1';
const SIDE = 64;
/** A ramp: stored values 0, 1, 2, ... 4095 over 64 x 64 pixels. */
const ramp = Array.from({ length: SIDE * SIDE }, (_, i) => i);

async function load(tags: Tags, values: readonly number[] = ramp, kind: Parameters<typeof filmTags>[1] = {}) {
  const size = [SIDE, values.length / SIDE] as const;
  const whole = { ...filmTags(size, kind), ...tags, '7FE00010': ['OW', asBytes(values, 2)] as const };
  return loadDicom(nativeFile(EXPLICIT, whole), 'film.dcm', nodeCodecs);
}

describe('windows', () => {
  it('LINEAR follows C.11.2.1.2.1: centre 2048, width 4096 is the whole 12-bit range', async () => {
    const { film } = await load({ '00281050': ['DS', '2048'], '00281051': ['DS', '4096'] });
    const window = film.windows[0]!;
    expect(brightness(window, 0)).toBe(0);
    expect(brightness(window, 4095)).toBe(1);
    // ((x - (c - 0.5)) / (w - 1) + 0.5)
    expect(brightness(window, 1000)).toBeCloseTo((1000 - 2047.5) / 4095 + 0.5, 10);
    expect(film.window).toBe(0);
  });

  it('LINEAR_EXACT and SIGMOID have their own formulas', async () => {
    const tags = { '00281050': ['DS', '1000'], '00281051': ['DS', '400'] } as const;
    const exact = await load({ ...tags, '00281056': ['CS', 'LINEAR_EXACT'] });
    expect(brightness(exact.film.windows[0]!, 900)).toBeCloseTo(0.25, 10);
    expect(brightness(exact.film.windows[0]!, 800)).toBe(0);
    const sigmoid = await load({ ...tags, '00281056': ['CS', 'SIGMOID'] });
    expect(brightness(sigmoid.film.windows[0]!, 1100)).toBeCloseTo(1 / (1 + Math.exp(-1)), 10);
  });

  it('are in rescaled units', async () => {
    const { film } = await load({
      '00281050': ['DS', '0'],
      '00281051': ['DS', '201'],
      '00281052': ['DS', '-1000'],
      '00281053': ['DS', '0.5'],
    });
    const window = film.windows[0]!;
    // Rescaled -100.5 and 99.5 are stored 1799 and 2199.
    expect(brightness(window, 1799)).toBeCloseTo(0, 10);
    expect(brightness(window, 2199)).toBeCloseTo(1, 10);
    expect(film.rescale).toEqual({ slope: 0.5, intercept: -1000 });
    expect((await load({})).film.rescale).toBeUndefined();
  });

  it('of several all are offered, by their names, and the first is used', async () => {
    const { film, facts } = await load({
      '00281050': ['DS', '2000\\1500'],
      '00281051': ['DS', '3000\\500'],
      '00281055': ['LO', 'NORMAL\\HARDER'],
    });
    expect(facts.windows).toEqual(['NORMAL', 'HARDER', 'fitted', 'full range']);
    expect(facts.window).toBe(0);
    const [normal, harder] = [renderGrey(film), renderGrey(film, 1)];
    expect(normal.pixels[1500]).toBe(Math.round(255 * brightness(film.windows[0]!, 1500)));
    expect(harder.pixels[1000]).toBe(0);
    expect(harder.pixels[2000]).toBe(255);
  });

  it('that show nothing of the picture are offered, but not used', async () => {
    const { film } = await load({ '00281050': ['DS', '60000'], '00281051': ['DS', '10'] });
    expect(film.windows[film.window]!.label).toBe('fitted');
  });

  it('are fitted where the file has none, without its padding', async () => {
    const padded = ramp.map((value, i) => (i < 2000 ? 0 : 1000 + (value % 500)));
    const { film } = await load({ '00280120': ['US', 0] }, padded);
    const window = film.windows[film.window]!;
    expect(window).toMatchObject({ kind: 'linear', label: 'fitted' });
    if (window.kind === 'linear') expect([window.low > 995, window.high < 1500]).toEqual([true, true]);
  });

  it('are tables where the file has a VOI LUT', async () => {
    const table: Tags = {
      '00283002': ['US', [4, 100, 8]],
      '00283003': ['LO', 'STEPS'],
      '00283006': ['US', [0, 51, 102, 255]],
    };
    const { film, facts } = await load({ '00283010': ['SQ', [table]] });
    expect(facts.windows[0]).toBe('STEPS');
    const grey = renderGrey(film);
    expect([99, 100, 101, 102, 103, 4000].map((value) => grey.pixels[value])).toEqual([
      0, 0, 51, 102, 255, 255,
    ]);
  });

  it('follow a Modality LUT', async () => {
    const table: Tags = { '00283002': ['US', [3, 0, 16]], '00283006': ['US', [500, 600, 700]] };
    const { film } = await load({
      '00283000': ['SQ', [table]],
      '00281050': ['DS', '600'],
      '00281051': ['DS', '201'],
    });
    expect([...film.values.subarray(0, 4)]).toEqual([500, 600, 700, 700]);
    expect(brightness(film.windows[0]!, 500)).toBeCloseTo(0.0025, 3);
  });
});

describe('films', () => {
  it('of MONOCHROME1 are turned round', async () => {
    const tags = { '00281050': ['DS', '2048'], '00281051': ['DS', '4096'] } as const;
    const bright = renderGrey((await load(tags)).film);
    const dark = renderGrey((await load(tags, ramp, { photometric: 'MONOCHROME1' })).film);
    expect(dark.pixels[0]).toBe(255);
    expect(Math.abs((dark.pixels[1234] ?? 0) + (bright.pixels[1234] ?? 0) - 255)).toBeLessThanOrEqual(1);
  });

  it('with tall pixels are made taller, with wide ones wider', async () => {
    const tall = renderGrey((await load({ '00280030': ['DS', '0.4\\0.2'] })).film);
    expect([tall.width, tall.height]).toEqual([64, 128]);
    const wide = renderGrey((await load({ '00280034': ['IS', '1\\2'] })).film);
    expect([wide.width, wide.height]).toEqual([128, 64]);
  });

  it('say how many frames they have and whether text is burned in', async () => {
    const three = [...ramp, ...ramp, ...ramp];
    const size = [SIDE, SIDE] as const;
    const whole = { ...filmTags(size), '00280008': ['IS', '3'], '00280301': ['CS', 'YES'] } as const;
    const bytes = nativeFile(EXPLICIT, { ...whole, '7FE00010': ['OW', asBytes(three, 2)] });
    const loaded = await loadDicom(bytes, 'film.dcm', nodeCodecs);
    expect(loaded.facts).toMatchObject({ frames: 3, burnedIn: true });
    expect(loaded.film.values.length).toBe(SIDE * SIDE);
  });

  it('of a palette or in faint colours become grey', async () => {
    const tables = Object.fromEntries(
      [1, 2, 3].flatMap((c) => [
        [`0028110${c}`, ['US', [256, 0, 16]] as const],
        [
          `0028120${c}`,
          [
            'OW',
            asBytes(
              Array.from({ length: 256 }, (_, i) => (255 - i) * 257),
              2,
            ),
          ] as const,
        ],
      ]),
    );
    const grey = async (tags: Tags, values: number[]) => {
      const bytes = nativeFile(EXPLICIT, { ...tags, '7FE00010': ['OB', asBytes(values, 1)] });
      return [...renderGrey((await loadDicom(bytes, 'film.dcm', nodeCodecs)).film).pixels];
    };
    const indices = ramp.map((value) => value % 256);
    const palette = filmTags([SIDE, SIDE], { bits: 8, allocated: 8, photometric: 'PALETTE COLOR' });
    expect(await grey({ ...palette, ...tables }, indices)).toEqual(indices.map((index) => 255 - index));
    const rgb = filmTags([SIDE, SIDE], { bits: 8, allocated: 8, samples: 3, photometric: 'RGB' });
    const tinted = indices.flatMap((value) => [value, value, Math.round(value * 0.97)]);
    const toned = await grey(rgb, tinted);
    expect(Math.max(...toned.map((value, i) => Math.abs(value - (indices[i] ?? 0))))).toBeLessThanOrEqual(1);
  });

  it('in strong colours, of 32 bits, or too small are refused', async () => {
    const kind = { bits: 8, allocated: 8, samples: 3, photometric: 'RGB' };
    const colours = ramp.flatMap((value) => [value % 256, (value * 7) % 256, 255 - (value % 256)]);
    const bytes = nativeFile(EXPLICIT, {
      ...filmTags([64, 64], kind),
      '7FE00010': ['OB', asBytes(colours, 1)],
    });
    await expect(loadDicom(bytes, 'film.dcm', nodeCodecs)).rejects.toBeInstanceOf(FilmError);
    await expect(loadDicom(bytes, 'film.dcm', nodeCodecs)).rejects.toMatchObject({ code: 'colour' });
    await expect(load({}, ramp.slice(0, 64 * 8))).rejects.toMatchObject({ code: 'too-small' });
  });

  it('are turned and exchanged by hand', () => {
    const image = { width: 3, height: 2, pixels: Uint8Array.of(1, 2, 3, 4, 5, 6) };
    const quarter = adjustGrey(image, { turns: 1 });
    expect([quarter.width, quarter.height, ...quarter.pixels]).toEqual([2, 3, 4, 1, 5, 2, 6, 3]);
    expect([...adjustGrey(image, { turns: 3 }).pixels]).toEqual([3, 6, 2, 5, 1, 4]);
    expect([...adjustGrey(image, { turns: 2 }).pixels]).toEqual([6, 5, 4, 3, 2, 1]);
    expect([...adjustGrey(image, { inverted: true }).pixels]).toEqual([254, 253, 252, 251, 250, 249]);
  });
});

describe('tags', () => {
  const dataset = (tags: Tags) => parseTags(nativeFile(EXPLICIT, tags), 'film.dcm').dataset;
  it.each<[string, Tags, 'frontal' | 'lateral' | undefined]>([
    ['View Position PA', { '00185101': ['CS', 'PA'] }, 'frontal'],
    ['View Position LL', { '00185101': ['CS', 'LL'] }, 'lateral'],
    ['a code', { '00540220': ['SQ', [{ '00080104': ['LO', 'lateral'] }]] }, 'lateral'],
    ['Patient Orientation', { '00200020': ['CS', 'L\\F'] }, 'frontal'],
    ['Patient Orientation of a lateral', { '00200020': ['CS', 'P\\F'] }, 'lateral'],
    ['the series', { '0008103E': ['LO', 'Thorax lat.'] }, 'lateral'],
    ['the protocol', { '00181030': ['LO', 'CHEST PA'] }, 'frontal'],
    ['a series of both', { '0008103E': ['LO', 'Chest PA and LAT'] }, undefined],
    ['a word that only holds one', { '0008103E': ['LO', 'PAEDIATRIC PLATE'] }, undefined],
    ['nothing', { '00080060': ['CS', 'DX'] }, undefined],
  ])('claim a view: %s', (_, tags, view) => {
    expect(claimedView(dataset(tags))).toBe(view);
  });

  it('name the patient in their own letters', () => {
    const name = new TextEncoder().encode('Łukasz^Jan');
    const identity = readIdentity(
      dataset({ '00080005': ['CS', 'ISO_IR 192'], '00100010': ['PN', name], '00100030': ['DA', '19700102'] }),
    );
    expect(identity).toMatchObject({ patientName: 'Łukasz Jan', birthDate: '1970-01-02', accession: '' });
    const latin = parseTags(
      dataSet({
        '00080005': ['CS', 'ISO_IR 100'],
        '00100010': ['PN', Uint8Array.of(0x4d, 0xfc, 0x6c, 0x6c)],
      }),
      'x',
    );
    expect(readIdentity(latin.dataset).patientName).toBe('Müll');
  });
});
