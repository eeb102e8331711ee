import { describe, expect, it } from 'vitest';
import {
  likeliestPlacing,
  plainPlacing,
  viewByName,
  type GivenFile,
  type Offer,
} from '../../../../src/domain/intake';
import { sortFiles } from '../../../../src/imaging/studies';
import { asBytes } from '../../../fixtures/dicom/drawing';
import { filmTags, nativeFile, type Tags } from '../../../fixtures/dicom/writer';

const EXPLICIT = '1.2.840.10008.1.2.1';
const pixels = asBytes(new Array(64 * 64).fill(7), 2);

function dicom(path: string, tags: Tags): GivenFile {
  const whole = { ...filmTags([64, 64]), '00100010': ['PN', 'Doe^Jane'] as const, ...tags };
  return {
    path,
    file: new Blob([nativeFile(EXPLICIT, { ...whole, '7FE00010': ['OW', pixels] }) as BlobPart]),
  };
}

const film = (path: string, study: string, view = '', number = 1, more: Tags = {}): GivenFile =>
  dicom(path, {
    '0020000D': ['UI', study],
    '00200013': ['IS', String(number)],
    ...(view ? { '00185101': ['CS', view] as const } : {}),
    ...more,
  });

const sort = (files: GivenFile[]): Promise<Offer> =>
  sortFiles(files, async (study) => `Study ${study.slice(-1)}`, {
    signal: new AbortController().signal,
    onLooked: () => undefined,
  });

describe('files are sorted into studies', () => {
  it('by Study Instance UID, in the order of their numbers, under pseudonyms', async () => {
    const offer = await sort([
      film('b/3', '1.2', 'LL', 2),
      film('a/1', '1.1', 'PA'),
      film('b/2', '1.2', 'PA', 1),
    ]);
    expect(offer.studies.map(({ label, films }) => [label, ...films.map(({ path }) => path)])).toEqual([
      ['Study 1', 'a/1'],
      ['Study 2', 'b/2', 'b/3'],
    ]);
    const names = offer.studies.flatMap(({ films }) => films.map(({ name }) => name));
    expect(names).toEqual(['Study 1, film 1', 'Study 2, film 1', 'Study 2, film 2']);
    expect(
      JSON.stringify(
        offer.studies.map((study) => ({ ...study, films: study.films.map((f) => ({ ...f, path: '' })) })),
      ),
    ).not.toMatch(/Doe|1\.2/);
  });

  it('in the order of a DICOMDIR, which is no film itself', async () => {
    const record = (path: string): Tags => ({ '00041430': ['CS', 'IMAGE'], '00041500': ['CS', path] });
    const directory = nativeFile(EXPLICIT, { '00041220': ['SQ', [record('IM\\TWO'), record('IM\\ONE')]] });
    const offer = await sort([
      film('disc/IM/ONE', '1.1'),
      film('disc/IM/TWO', '1.1'),
      { path: 'disc/DICOMDIR', file: new Blob([directory as BlobPart]) },
    ]);
    expect(offer.studies[0]!.films.map(({ path }) => path)).toEqual(['disc/IM/TWO', 'disc/IM/ONE']);
    expect(offer.skipped).toEqual([]);
  });

  it('and what is left out is told with its reason', async () => {
    const report = nativeFile(EXPLICIT, { '00080060': ['CS', 'SR'] });
    const offer = await sort([
      film('chest', '1.1'),
      film('ct', '1.1', '', 1, { '00080060': ['CS', 'CT'] }),
      film('knee', '1.1', '', 1, { '00180015': ['CS', 'KNEE'] }),
      { path: 'sr', file: new Blob([report as BlobPart]) },
      { path: 'notes.txt', file: new Blob(['some words about the case']) },
      { path: 'nothing', file: new Blob([]) },
    ]);
    expect(offer.studies.flatMap(({ films }) => films.map(({ path }) => path))).toEqual(['chest']);
    expect(Object.fromEntries(offer.skipped.map(({ path, reason }) => [path, reason]))).toEqual({
      ct: expect.stringMatching(/modality CT/),
      knee: expect.stringMatching(/KNEE/),
      sr: expect.stringMatching(/no picture/),
      'notes.txt': expect.stringMatching(/no DICOM, PNG/),
      nothing: expect.stringMatching(/no bytes/),
    });
  });

  it('but a single film is never doubted', async () => {
    const offer = await sort([film('ct', '1.1', '', 1, { '00080060': ['CS', 'CT'] })]);
    expect(offer.studies).toHaveLength(1);
  });
});

describe('films go into slots', () => {
  const study = (...views: ('frontal' | 'lateral' | undefined)[]) => ({
    label: 'x',
    films: views.map((view, i) => ({
      file: new Blob(),
      name: `${i}`,
      path: `${i}`,
      frames: 1,
      ...(view ? { view } : {}),
    })),
  });
  const placed = (...views: ('frontal' | 'lateral' | undefined)[]) => {
    const plain = plainPlacing(study(...views));
    return plain && [plain.frontal?.name, plain.lateral?.name];
  };

  it('without asking when it is plain', () => {
    expect(placed('lateral')).toEqual([undefined, '0']);
    expect(placed(undefined)).toEqual(['0', undefined]);
    expect(placed('lateral', 'frontal')).toEqual(['1', '0']);
    expect(placed('lateral', undefined)).toEqual(['1', '0']);
    expect(placed(undefined, undefined)).toEqual(['0', '1']);
  });

  it('and are asked about otherwise', () => {
    expect(placed('frontal', 'frontal')).toBeUndefined();
    expect(placed('frontal', 'lateral', undefined)).toBeUndefined();
    expect(plainPlacing(study())).toBeUndefined();
  });

  it('as the first of each view where nobody is asked, and the rest is told with its reason', () => {
    const taken = (...views: ('frontal' | 'lateral' | undefined)[]) => {
      const { placed, left } = likeliestPlacing(study(...views));
      return [placed.frontal?.name, placed.lateral?.name, ...left.map(({ film }) => film.name)];
    };
    expect(taken('lateral', 'frontal')).toEqual(['1', '0']);
    expect(taken('frontal', 'frontal')).toEqual(['0', undefined, '1']);
    expect(taken('lateral', 'frontal', 'frontal', 'lateral')).toEqual(['1', '0', '2', '3']);
    expect(taken(undefined, 'lateral', undefined)).toEqual(['0', '1', '2']);
    expect(taken(undefined, 'frontal', 'lateral')).toEqual(['1', '2', '0']);
    expect(taken('lateral', 'lateral')).toEqual([undefined, '0', '1']);
    const { left } = likeliestPlacing(study('frontal', undefined, 'frontal'));
    expect(left.map(({ reason }) => reason)).toEqual([
      'its view is not said, and the study has 3 films; others were taken',
      'another frontal film of a study of 3; the first one is read',
    ]);
  });

  it('by names that say a view', () => {
    expect(['a_LAT.jpg', '2-pa.png', 'plate.png', 'pa_lat.png'].map(viewByName)).toEqual([
      'lateral',
      'frontal',
      undefined,
      undefined,
    ]);
  });
});
