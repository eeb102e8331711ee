import type { FilmSlot } from '../../domain/film';
import { viewByName, type GivenFile } from '../../domain/intake';

/** A file and the slot it goes into. */
export interface PlacedFile {
  readonly slot: FilmSlot;
  readonly file: Blob;
  readonly name: string;
}

/** A file with its name. */
interface Named {
  readonly file: Blob;
  readonly name: string;
}

/**
 * Decides which slot each of the dropped files goes into. One file goes where it was dropped; of two the one
 * whose name says lateral goes into the lateral slot, else they keep their order. Further files are left out.
 * @param at  the slot under the pointer; undefined beside the slots
 */
export function placeFiles(files: readonly Named[], at: FilmSlot | undefined): PlacedFile[] {
  const [first, second] = files;
  if (!first) return [];
  if (!second) {
    const slot = at ?? viewByName(first.name) ?? 'frontal';
    return [{ slot, ...first }];
  }
  const [one, other] = [viewByName(first.name), viewByName(second.name)];
  const turned = one === 'lateral' || (other === 'frontal' && one === undefined);
  const [frontal, lateral] = turned && other !== 'lateral' ? [second, first] : [first, second];
  return [
    { slot: 'frontal', ...frontal },
    { slot: 'lateral', ...lateral },
  ];
}

/** The files of a choose-a-file or choose-a-folder window, with their paths below the folder. */
export function chosenFiles(files: FileList | null): GivenFile[] {
  return [...(files ?? [])].map((file) => ({ path: file.webkitRelativePath || file.name, file }));
}

/**
 * The files of a drop, with those of dropped folders. What is dropped has to be asked for at once: it is gone after
 * the event.
 */
export function droppedFiles(transfer: DataTransfer | null): Promise<GivenFile[]> {
  const items = [...(transfer?.items ?? [])].filter((item) => item.kind === 'file');
  const entries = items.map((item) => item.webkitGetAsEntry());
  if (entries.some((entry) => entry?.isDirectory)) {
    return Promise.all(entries.map((entry) => (entry ? filesBelow(entry, '') : []))).then((all) =>
      all.flat(),
    );
  }
  return Promise.resolve(chosenFiles(transfer?.files ?? null));
}

async function filesBelow(entry: FileSystemEntry, folder: string): Promise<GivenFile[]> {
  const path = `${folder}${entry.name}`;
  if (isFile(entry)) {
    const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject));
    return [{ path, file }];
  }
  if (!isFolder(entry)) return [];
  const reader = entry.createReader();
  const found: GivenFile[] = [];
  for (;;) {
    // A reader gives a hundred entries at a time, and none when it is through.
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0) return found;
    for (const inner of some) found.push(...(await filesBelow(inner, `${path}/`)));
  }
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}
