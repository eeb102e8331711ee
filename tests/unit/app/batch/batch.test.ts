import 'fake-indexeddb/auto';
import { strFromU8, unzipSync } from 'fflate';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { groupFolder } from '../../../../src/app/batch/groupFolder';
import {
  groupByName,
  groupByPairs,
  type BatchFilms,
  type FolderFile,
} from '../../../../src/app/batch/studies';
import { Drafts } from '../../../../src/app/drafts.svelte';
import { FilmBatch } from '../../../../src/app/filmBatch.svelte';
import { Keeper } from '../../../../src/app/keeping/keeper';
import { KeepStore } from '../../../../src/app/keeping/keepStore';
import { Studies } from '../../../../src/app/studies.svelte';
import type { Offer, OfferedFilm } from '../../../../src/domain/intake';
import type { Report } from '../../../../src/domain/report';
import { studiesAsZip } from '../../../../src/export';
import { FilmError } from '../../../../src/imaging/errors';
import { madeStorage } from '../../../fixtures/ports';
import { madeReport } from '../../../ui/harness/report';

const files = (...paths: string[]): FolderFile[] =>
  paths.map((path) => ({ path, file: new File(['film'], path.split('/').at(-1)!) }));

const names = (films: readonly BatchFilms[]): string[] =>
  films.map(({ frontal, lateral }) => [frontal.path, ...(lateral ? [lateral.path] : [])].join(' + '));

describe('films of a folder', () => {
  it('are paired by the view in their names', () => {
    const { studies, skipped } = groupByName(
      files(
        'b_lat.png',
        'b_pa.png',
        'a-frontal.JPG',
        'a-lateral.jpg',
        '10/frontal.webp',
        '10/lateral.webp',
        '9/AP.png',
      ),
    );
    expect(names(studies)).toEqual([
      '9/AP.png',
      '10/frontal.webp + 10/lateral.webp',
      'a-frontal.JPG + a-lateral.jpg',
      'b_pa.png + b_lat.png',
    ]);
    expect(skipped).toEqual([]);
  });

  it('are frontals alone when their names tell no view; a name that holds the letters tells none', () => {
    expect(names(groupByName(files('palm.png', 'lattice.png', 'IMG_1.png')).studies)).toEqual([
      'IMG_1.png',
      'lattice.png',
      'palm.png',
    ]);
  });

  it('that cannot be used are named with the reason', () => {
    const { skipped } = groupByName(files('a_pa.png', 'a_pa.jpg', 'b_lat.png', 'notes.txt', '.DS_Store'));
    expect(skipped.map(({ path }) => path).sort()).toEqual(['a_pa.png', 'b_lat.png', 'notes.txt']);
    expect(() => groupByName(files('notes.txt'))).toThrow(expect.objectContaining({ code: 'no-films' }));
  });

  it('are taken as a CSV file pairs them', () => {
    const folder = files('x/1.png', 'x/2.png', '3.png');
    const { studies, skipped } = groupByPairs(
      '\ufeffLateral;Frontal\r\nx\\2.png;1.png\r\n;3.png\n;gone.png\n',
      folder,
    );
    expect(names(studies)).toEqual(['x/1.png + x/2.png', '3.png']);
    expect(skipped).toMatchObject([{ path: 'gone.png' }]);
    expect(() => groupByPairs('a,b\n1,2', folder)).toThrow(
      expect.objectContaining({ code: 'pairs-columns' }),
    );
    expect(() => groupByPairs('frontal\nz.png', folder)).toThrow(
      expect.objectContaining({ code: 'pairs-unknown' }),
    );
  });
});

describe('a folder with DICOM files', () => {
  const dicom = (path: string, view?: 'frontal' | 'lateral'): OfferedFilm => ({
    path,
    file: new Blob(['film']),
    name: 'Study 4F2A, film 1',
    frames: 1,
    ...(view ? { view } : {}),
  });
  const sort = async (): Promise<Offer> => ({
    studies: [
      { label: 'Study 4F2A', films: [dicom('d/2', 'lateral'), dicom('d/1', 'frontal')] },
      { label: 'Study 0001', films: [dicom('e/1', 'lateral')] },
      {
        label: 'Study 0002',
        films: [dicom('f/1', 'lateral'), dicom('f/2', 'frontal'), dicom('f/3', 'frontal'), dicom('f/4')],
      },
      { label: 'z', films: [dicom('z.zip/k_pa.png', 'frontal'), dicom('z.zip/l.png'), dicom('z.zip/m.png')] },
    ],
    skipped: [{ path: 'notes.txt', reason: 'It is no film.' }],
  });

  it('is grouped by what the files say, pictures by their names', async () => {
    const given = files('a_pa.png', 'a_lat.png', 'd/1', 'd/2', 'e/1', 'f/1', 'f/2', 'f/3', 'f/4', 'z.zip');
    const { studies } = await groupFolder(given, sort);
    expect(names(studies)).toEqual([
      'a_pa.png + a_lat.png',
      'd/1 + d/2',
      'f/2 + f/1',
      // Pictures of one folder of a zip are many studies, not one of many films.
      'z.zip/k_pa.png',
      'z.zip/l.png',
      'z.zip/m.png',
    ]);
  });

  it('and tells of every film that is left out why it is', async () => {
    const { skipped } = await groupFolder(files('d/1'), sort);
    expect(Object.fromEntries(skipped.map(({ path, reason }) => [path, reason]))).toEqual({
      'notes.txt': 'It is no film.',
      'e/1': 'a lateral film without its frontal',
      'f/3': 'another frontal film of a study of 4; the first one is read',
      'f/4': expect.stringContaining('view is not said'),
    });
  });

  it('does not look into pictures', async () => {
    const { studies } = await groupFolder(files('a_pa.png'), () => Promise.reject(new Error('looked')));
    expect(names(studies)).toEqual(['a_pa.png']);
  });

  it('without any film is refused', async () => {
    const nothing = async (): Promise<Offer> => ({ studies: [], skipped: [] });
    await expect(groupFolder(files('x.bin'), nothing)).rejects.toMatchObject({ code: 'no-films' });
  });
});

let number = 0;
let store: KeepStore;
let storage: Storage;
let studies: Studies;
let batch: FilmBatch;
let read: (films: BatchFilms) => Promise<Report>;
let seen: string[];

function load(): void {
  studies = new Studies(new Keeper(store), storage);
  batch = new FilmBatch({
    drafts: new Drafts(studies, async () => []),
    studies,
    sort: async (given) => ({
      studies: [],
      skipped: given.map(({ path }) => ({ path, reason: 'no film' })),
    }),
    read: async (films) => {
      seen.push(films.frontal.path);
      return read(films);
    },
  });
}

beforeEach(() => {
  store = new KeepStore(`batch-${number++}`);
  storage = madeStorage();
  seen = [];
  read = async () => madeReport(false);
  load();
});

const folder = files('smith_pa.png', 'jones_pa.png', 'miller_pa.png');
const kinds = (): string[] => batch.entries.map(({ state }) => state.kind);

/** A reading that waits until it is let go. */
function held(): () => void {
  let go: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => (go = resolve));
  read = async () => {
    await gate;
    return madeReport(false);
  };
  return go;
}

describe('a batch', () => {
  it('reads every study and tells the one that fails', async () => {
    await batch.take(groupByName(folder));
    expect(batch.phase).toBe('ready');
    read = async ({ frontal }) => {
      if (frontal.path.startsWith('miller')) throw new FilmError('truncated', 'miller_pa.png ends early.');
      return madeReport(false);
    };
    await batch.start();
    expect(kinds()).toEqual(['done', 'failed', 'done']);
    expect(batch).toMatchObject({ phase: 'finished', done: 2, failed: 1, missing: 0 });
    read = async () => madeReport(false);
    batch.retryFailed();
    await batch.start();
    expect(kinds()).toEqual(['done', 'done', 'done']);
    expect(seen).toEqual(['jones_pa.png', 'miller_pa.png', 'smith_pa.png', 'miller_pa.png']);
  });

  it('pauses after the study that is being read, and goes on', async () => {
    await batch.take(groupByName(folder));
    const go = held();
    const running = batch.start();
    expect(kinds()).toEqual(['reading', 'waiting', 'waiting']);
    batch.pause();
    expect(batch.phase).toBe('pausing');
    go();
    await running;
    expect(batch.phase).toBe('paused');
    expect(kinds()).toEqual(['done', 'waiting', 'waiting']);
    await batch.start();
    expect(batch.phase).toBe('finished');
  });

  it('that is let go takes no late answer', async () => {
    await batch.take(groupByName(folder));
    const go = held();
    const running = batch.start();
    batch.clear();
    go();
    await running;
    expect(batch).toMatchObject({ phase: 'empty', entries: [] });
    expect(seen).toHaveLength(1);
  });

  it('is not kept unless studies are', async () => {
    await batch.take(groupByName(folder));
    await batch.start();
    expect(await store.values()).toEqual([]);
  });

  it('goes on after a reload with what is missing, by the folder chosen again, and keeps no name', async () => {
    await studies.keep();
    await batch.take(groupByName(folder));
    const go = held();
    const running = batch.start();
    batch.pause();
    go();
    await running;
    await vi.waitFor(async () => expect(await store.values()).toHaveLength(2));
    expect(JSON.stringify(await store.values())).not.toMatch(/smith|jones|miller/i);

    load();
    await batch.resume();
    expect(kinds()).toEqual(['done', 'waiting', 'waiting']);
    expect(batch).toMatchObject({ phase: 'paused', missing: 2 });
    expect(batch.session(batch.entries[0]!)!.draft.findings).toBe(madeReport(false).text);
    expect(await batch.take(groupByName(folder))).toBe(2);
    expect(batch.missing).toBe(0);
    await batch.start();
    expect(kinds()).toEqual(['done', 'done', 'done']);
    expect(seen).toEqual(['jones_pa.png', 'miller_pa.png', 'smith_pa.png']);
  });

  it('takes another folder for a new batch', async () => {
    await studies.keep();
    await batch.take(groupByName(folder));
    load();
    await batch.resume();
    expect(await batch.take(groupByName(files('other.png')))).toBeUndefined();
    expect(batch.entries).toHaveLength(1);
  });

  it('gives its results as one zip with a table', async () => {
    await batch.take(groupByName(folder));
    read = async ({ frontal }) => {
      if (frontal.path.startsWith('miller')) throw new FilmError('truncated', 'miller_pa.png ends early.');
      return madeReport(false);
    };
    await batch.start();
    const counts: number[] = [];
    const open = async (named: boolean): Promise<Record<string, Uint8Array>> =>
      unzipSync(
        new Uint8Array(await (await studiesAsZip(batch.rows(named), (n) => counts.push(n))).arrayBuffer()),
      );
    const zip = await open(false);
    expect(Object.keys(zip).sort()).toEqual(
      [
        'READ-ME.txt',
        ...['Study-1', 'Study-3'].flatMap((name) =>
          ['fhir.json', 'json', 'md', 'txt'].map((ending) => `${name}/report.${ending}`),
        ),
        'results.csv',
      ].sort(),
    );
    const table = strFromU8(zip['results.csv']!);
    expect(table).toContain('Small right pleural effusion');
    expect(table).toContain('truncated');
    expect(table, 'names only when ticked').not.toMatch(/smith|miller/);
    expect(counts).toEqual([1, 2, 3]);
    const named = await open(true);
    expect(strFromU8(named['results.csv']!)).toMatch(/smith_pa\.png/);
    expect(named['smith_pa.png/report.txt']).toBeDefined();
  });
});

describe('the folder of a batch', () => {
  const handle = { kind: 'directory', name: 'films' } as FileSystemDirectoryHandle;

  it('is noted only where studies are kept without a passphrase', async () => {
    await batch.keepFolder(handle);
    expect(await batch.keptFolder()).toBeUndefined();
    await studies.keep();
    await batch.keepFolder(handle);
    load();
    expect(await batch.keptFolder()).toEqual(handle);
    await studies.open();
    await studies.setPassphrase('correct horse');
    expect(await batch.keptFolder()).toBeUndefined();
    await studies.setPassphrase(undefined);
    expect(await batch.keptFolder(), 'it went with the passphrase').toBeUndefined();
  });
});
