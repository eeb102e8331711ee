import type { DataSet } from 'dicom-parser';
import { FilmError } from '../errors';
import { LARGEST_AREA, LONGEST_SIDE } from '../inspect';

export const PHOTOMETRICS = [
  'MONOCHROME1',
  'MONOCHROME2',
  'PALETTE COLOR',
  'RGB',
  'YBR_FULL',
  'YBR_FULL_422',
  'YBR_ICT',
  'YBR_RCT',
] as const;
export type Photometric = (typeof PHOTOMETRICS)[number];

/** What the Image Pixel module says (PS3.3, C.7.6.3), checked. */
export interface PixelAttributes {
  readonly width: number;
  readonly height: number;
  readonly frames: number;
  readonly samples: 1 | 3;
  readonly photometric: Photometric;
  /** 1, 8, 16 or 32. */
  readonly bitsAllocated: number;
  /** 1..bitsAllocated; the low bits of a sample. */
  readonly bitsStored: number;
  readonly signed: boolean;
  /** Samples lie plane by plane. */
  readonly planar: boolean;
}

/** @throws FilmError `damaged`, `unsupported`, `too-large` */
export function readPixelAttributes(dataset: DataSet, name: string): PixelAttributes {
  const number = (tag: string): number | undefined => dataset.uint16(tag);
  const height = number('x00280010') ?? 0;
  const width = number('x00280011') ?? 0;
  if (width === 0 || height === 0) {
    throw new FilmError('damaged', `${name} says it is ${width} x ${height} px.`);
  }
  if (Math.max(width, height) > LONGEST_SIDE || width * height > LARGEST_AREA) {
    throw new FilmError(
      'too-large',
      `${name} is ${width} x ${height} px; at most ${LONGEST_SIDE} px a side ` +
        `and ${LARGEST_AREA / 1e6} million pixels are read.`,
    );
  }
  const samples = number('x00280002') ?? 1;
  if (samples !== 1 && samples !== 3) {
    throw new FilmError('unsupported', `${name} has ${samples} samples a pixel; 1 and 3 are read.`);
  }
  const bitsAllocated = number('x00280100') ?? 0;
  const bitsStored = number('x00280101') ?? bitsAllocated;
  if (![1, 8, 16, 32].includes(bitsAllocated) || bitsStored < 1 || bitsStored > bitsAllocated) {
    throw new FilmError(
      'unsupported',
      `${name} stores ${bitsStored} of ${bitsAllocated} bits a sample; up to 8, 16 or 32 bits are read.`,
    );
  }
  return {
    width,
    height,
    samples,
    bitsAllocated,
    bitsStored,
    frames: framesOf(dataset),
    photometric: readPhotometric(dataset, samples, name),
    signed: number('x00280103') === 1,
    planar: samples > 1 && number('x00280006') === 1,
  };
}

/** A number of frames that is missing or no number counts as one. */
function framesOf(dataset: DataSet): number {
  const frames = Number.parseInt(dataset.string('x00280008') ?? '1', 10);
  return Number.isFinite(frames) && frames >= 1 ? frames : 1;
}

function readPhotometric(dataset: DataSet, samples: number, name: string): Photometric {
  const told = (dataset.string('x00280004') ?? '').trim().toUpperCase();
  const known = PHOTOMETRICS.find((photometric) => photometric === told);
  const isOneSample = (photometric: Photometric): boolean =>
    photometric.startsWith('MONOCHROME') || photometric === 'PALETTE COLOR';
  if (known && isOneSample(known) === (samples === 1)) return known;
  // A file that does not say it is taken as the usual kind of its number of samples.
  if (told === '') return samples === 1 ? 'MONOCHROME2' : 'RGB';
  throw new FilmError(
    'unsupported',
    `${name} has ${samples} sample${samples > 1 ? 's' : ''} a pixel as ${told || 'nothing'}, which is not read.`,
  );
}
