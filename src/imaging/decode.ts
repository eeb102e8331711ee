import type { GreyImage } from '../domain/film';
import { FilmError } from './errors';
import { GreyScan } from './grey';
import { inspectFile } from './inspect';

/** Pixels of one strip: a film is read off the canvas in strips, so that its RGBA form never stands whole in memory. */
const STRIP_PIXELS = 1 << 22;

/**
 * Decodes a film file in a browser (page or worker), turned upright by its EXIF orientation, without colour
 * management, so that stored grey values stay what they are.
 * @throws FilmError see errors.ts
 */
export async function decodeFilm(file: Blob, name = nameOf(file)): Promise<GreyImage> {
  inspectFile(new Uint8Array(await file.arrayBuffer()), name);
  const bitmap = await createImageBitmap(file, {
    imageOrientation: 'from-image',
    colorSpaceConversion: 'none',
    premultiplyAlpha: 'none',
  }).catch((cause: unknown) => {
    throw new FilmError('damaged', `${name} cannot be decoded; its picture data are damaged.`, { cause });
  });
  try {
    return readStrips(bitmap, name);
  } finally {
    bitmap.close();
  }
}

function readStrips(bitmap: ImageBitmap, name: string): GreyImage {
  const { width, height } = bitmap;
  const rows = Math.max(1, Math.min(height, Math.floor(STRIP_PIXELS / width)));
  const canvas = new OffscreenCanvas(width, rows);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new FilmError('unsupported', 'This browser cannot decode pictures in a worker.');
  const scan = new GreyScan(width, height);
  for (let top = 0; top < height; top += rows) {
    const count = Math.min(rows, height - top);
    context.clearRect(0, 0, width, rows);
    context.drawImage(bitmap, 0, top, width, count, 0, 0, width, count);
    scan.add(context.getImageData(0, 0, width, count).data);
  }
  return scan.finish(name);
}

function nameOf(file: Blob): string {
  return file instanceof File ? file.name : 'The film';
}
