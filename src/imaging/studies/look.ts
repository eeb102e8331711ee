import type { DataSet } from 'dicom-parser';
import type { FilmSlot } from '../../domain/film';
import { viewByName, type GivenFile } from '../../domain/intake';
import { claimedView, isDicom, parseTags, transferSyntax } from '../dicom';
import { FilmError } from '../errors';
import { inspectFile } from '../inspect';

/** What a file turned out to be. */
export type FoundFile =
  | { readonly kind: 'film'; readonly film: FoundFilm }
  | { readonly kind: 'directory'; readonly order: readonly string[] }
  | { readonly kind: 'skipped'; readonly reason: string };

/** A film, with what it is sorted by. */
export interface FoundFilm extends GivenFile {
  /** Study Instance UID; of a picture the folder it lies in. */
  readonly study: string;
  readonly isDicom: boolean;
  readonly series: number;
  readonly instance: number;
  readonly view?: FilmSlot;
  readonly frames: number;
  /** Why it is hardly a chest film; it is left out when there are others. */
  readonly doubt?: string;
}

/** Bytes that hold the tags of nearly every film; the whole file is read when they do not. */
const HEAD_BYTES = 1 << 20;

/** Modalities that chest films come under, plain and captured. */
const FILM_MODALITIES: ReadonlySet<string> = new Set(['', 'CR', 'DX', 'RG', 'RF', 'OT', 'SC', 'XC', 'PX']);

/** Looks at one file, by its content alone. Never throws for a file that is none. */
export async function lookAt(given: GivenFile): Promise<FoundFile> {
  try {
    const head = new Uint8Array(await given.file.slice(0, HEAD_BYTES).arrayBuffer());
    if (!isDicom(head)) return await lookAtPicture(given);
    return lookAtDicom(given, await tagsOf(given, head));
  } catch (cause) {
    if (cause instanceof FilmError) return { kind: 'skipped', reason: cause.message };
    return { kind: 'skipped', reason: `${nameOf(given.path)} could not be read.` };
  }
}

async function tagsOf(given: GivenFile, head: Uint8Array): Promise<{ dataset: DataSet; uid: string }> {
  try {
    return parseTags(head, nameOf(given.path));
  } catch (cause) {
    if (!(cause instanceof FilmError) || given.file.size <= head.length) throw cause;
    return parseTags(new Uint8Array(await given.file.arrayBuffer()), nameOf(given.path));
  }
}

async function lookAtPicture(given: GivenFile): Promise<FoundFile> {
  const name = nameOf(given.path);
  inspectFile(new Uint8Array(await given.file.arrayBuffer()), name);
  const view = viewByName(name);
  const film = {
    ...given,
    study: given.path.slice(0, -name.length),
    isDicom: false,
    series: 0,
    instance: 0,
    frames: 1,
    ...(view ? { view } : {}),
  };
  return { kind: 'film', film };
}

function lookAtDicom(given: GivenFile, { dataset, uid }: { dataset: DataSet; uid: string }): FoundFile {
  const name = nameOf(given.path);
  if (dataset.elements['x00041220']) return { kind: 'directory', order: readDirectory(dataset) };
  if (!dataset.elements['x7fe00010']) return { kind: 'skipped', reason: `${name} holds no picture.` };
  if (!transferSyntax(uid)) {
    return { kind: 'skipped', reason: `${name} is encoded as ${uid}, which is not read.` };
  }
  const view = claimedView(dataset);
  const doubt = doubtOf(dataset, name);
  const film = {
    ...given,
    study: dataset.string('x0020000d') ?? '',
    isDicom: true,
    series: dataset.intString('x00200011') ?? 0,
    instance: dataset.intString('x00200013') ?? 0,
    frames: dataset.intString('x00280008') ?? 1,
    ...(view ? { view } : {}),
    ...(doubt === undefined ? {} : { doubt }),
  };
  return { kind: 'film', film };
}

function doubtOf(dataset: DataSet, name: string): string | undefined {
  const modality = (dataset.string('x00080060') ?? '').trim().toUpperCase();
  if (!FILM_MODALITIES.has(modality)) return `${name} is of modality ${modality}, no plain film.`;
  const part = (dataset.string('x00180015') ?? '').trim().toUpperCase();
  const isChest = part === '' || /CHEST|THORAX|LUNG|RIB|TORSO/.test(part);
  return isChest ? undefined : `${name} is a film of ${part}, not of the chest.`;
}

/** Paths of a DICOMDIR in its own order (PS3.3, F.3.2.2), with `/` between folders. */
function readDirectory(dataset: DataSet): string[] {
  const records = dataset.elements['x00041220']?.items ?? [];
  return records.flatMap(({ dataSet }) => {
    const id = dataSet?.string('x00041500');
    return id
      ? [
          id
            .split('\\')
            .map((part) => part.trim())
            .join('/')
            .toUpperCase(),
        ]
      : [];
  });
}

/** The last part of a path. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
