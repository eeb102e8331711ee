import { readFile } from 'node:fs/promises';
import sharp, { type Sharp } from 'sharp';
import type { GreyImage } from '../src/domain/film';
import { FilmError, GreyScan, inspectFile, renderGrey } from '../src/imaging';
import { isDicom, loadDicom } from '../src/imaging/dicom';
import { LARGEST_AREA } from '../src/imaging/inspect';
import { nodeCodecs } from './codecs-node';

/** A file that the system does not hand over. */
export class FileError extends Error {
  override readonly name = 'FileError';
  constructor(
    readonly code: 'not-found' | 'unreadable',
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/**
 * Decodes a film file as the browser does: upright by its EXIF orientation, without colour management; of a DICOM film
 * the first frame, through its own window.
 * @throws FileError, FilmError
 */
export async function decodeFilmFile(path: string): Promise<GreyImage> {
  const bytes = await readFilmFile(path);
  if (isDicom(bytes)) return renderGrey((await loadDicom(bytes, path, nodeCodecs)).film);
  inspectFile(bytes, path);
  try {
    return await decodePixels(bytes, path);
  } catch (cause) {
    if (cause instanceof FilmError) throw cause;
    throw new FilmError('damaged', `${path} cannot be decoded; its picture data are damaged.`, { cause });
  }
}

/** The bytes of a file. @throws FileError */
export async function readFilmFile(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (cause) {
    const isMissing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
    throw isMissing
      ? new FileError('not-found', `There is no file ${path}.`, { cause })
      : new FileError('unreadable', `${path} cannot be read.`, { cause });
  }
}

async function decodePixels(bytes: Buffer, name: string): Promise<GreyImage> {
  const picture = sharp(bytes, {
    failOn: 'truncated',
    limitInputPixels: LARGEST_AREA,
    ignoreIcc: true,
  }).autoOrient();
  const { channels: stored, depth } = await picture.metadata();
  if (stored === 1) return decodeGrey(picture, depth === 'ushort');
  const { data, info } = await picture
    .toColourspace('srgb')
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const scan = new GreyScan(info.width, info.height);
  scan.add(data);
  return scan.finish(name);
}

/** A grey picture, 8 or 16 bit, without transparency. */
async function decodeGrey(picture: Sharp, isDeep: boolean): Promise<GreyImage> {
  const raw = isDeep
    ? picture.toColourspace('grey16').raw({ depth: 'ushort' })
    : picture.toColourspace('b-w').raw();
  const { data, info } = await raw.toBuffer({ resolveWithObject: true });
  const { width, height } = info;
  if (!isDeep) return { width, height, pixels: new Uint8Array(data) };
  const values = new Uint16Array(new Uint8Array(data).buffer);
  return { width, height, pixels: Uint8Array.from(values, (value) => Math.round(value / 257)) };
}
