import { FilmError } from '../errors';
import { readPixelAttributes, type PixelAttributes } from './attributes';
import { readCodestream, tellColours, type Codestream } from './codestream';
import { decodeFrameWith, startModule, type FrameDecoder } from './codecs/emscripten';
import type { CodecImage, Codecs } from './codecs/host';
import { decodeJpeg12, startLibjpeg12 } from './codecs/libjpeg12';
import { decodeLossless, startLossless } from './codecs/lossless';
import { spreadChroma, ybrToRgb } from './colour';
import { firstFrame, nativeFrameBytes } from './frames';
import type { DicomFile } from './open';
import { decodeRle } from './rle';
import { interleave, readSamples, swapWords, unpackBits, type Values } from './stored';
import { EXPLICIT_BIG } from './syntax';

/** The first frame of a DICOM file as it is stored: before rescale and window. */
export interface StoredFrame {
  readonly attributes: PixelAttributes;
  /** Row by row; three samples lie together and are RGB, whatever the file kept. Palette indices stay indices. */
  readonly values: Values;
}

/**
 * Decodes the first frame. Equal to `pixel_array` of pydicom: unused high bits are dropped, signed values are
 * extended, YBR_FULL, YBR_FULL_422, YBR_ICT and YBR_RCT become RGB.
 * @throws FilmError all but the size checks of a film and `colour`
 */
export async function decodeStored(file: DicomFile, codecs: Codecs): Promise<StoredFrame> {
  const attributes = readPixelAttributes(file.dataset, file.name);
  const frame = firstFrame(file, attributes);
  const { encoding } = file.syntax;
  if (encoding === 'native') return { attributes, values: readNative(file, frame, attributes) };
  if (encoding === 'rle') return { attributes, values: readRle(file, frame, attributes) };
  return { attributes, values: await readCompressed(file, frame, attributes, codecs) };
}

function readNative(file: DicomFile, frame: Uint8Array, attributes: PixelAttributes): Values {
  const { width, height, samples, bitsAllocated, bitsStored, signed, photometric } = attributes;
  if (bitsAllocated === 1) return unpackBits(frame, width * height * samples);
  const isBig = file.syntax.uid === EXPLICIT_BIG;
  const isSwapped = isBig && bitsAllocated === 8 && file.pixels.vr === 'OW';
  const bytes = (isSwapped ? swapWords(frame) : frame).subarray(0, nativeFrameBytes(attributes));
  if (photometric === 'YBR_FULL_422') {
    if (bitsAllocated !== 8)
      throw new FilmError('unsupported', `${file.name} is 4:2:2 of ${bitsAllocated} bits.`);
    return inRgb(spreadChroma(bytes, width * height), attributes);
  }
  const layout = { bytesPerSample: bitsAllocated / 8, bits: bitsStored, signed, bigEndian: isBig };
  const values = readSamples(bytes, layout);
  return inRgb(attributes.planar ? interleave(values, samples) : values, attributes);
}

function readRle(file: DicomFile, frame: Uint8Array, attributes: PixelAttributes): Values {
  const { width, height, samples, bitsAllocated, bitsStored, signed } = attributes;
  if (bitsAllocated === 1) throw new FilmError('unsupported', `${file.name} is RLE of single bits.`);
  const bytesPerSample = bitsAllocated / 8;
  const bytes = decodeRle(frame, { pixels: width * height, samples, bytesPerSample }, file.name);
  return inRgb(readSamples(bytes, { bytesPerSample, bits: bitsStored, signed }), attributes);
}

async function readCompressed(
  file: DicomFile,
  frame: Uint8Array,
  attributes: PixelAttributes,
  codecs: Codecs,
): Promise<Values> {
  const stream = readCodestream(frame, file.name);
  checkStream(stream, attributes, file.name);
  const { samples, signed, photometric } = attributes;
  const isYcc = photometric.startsWith('YBR') || stream.jfif;
  const isRgb = stream.componentIds.map((id) => String.fromCharCode(id).toUpperCase()).join('') === 'RGB';
  const told = stream.kind === 'jpeg' && samples === 3 ? tellColours(frame, isYcc && !isRgb) : frame;
  const image = await decodeStream(codecs, stream, told, file.name);
  const needed = attributes.width * attributes.height * samples * image.bytesPerSample;
  if (image.width !== attributes.width || image.height !== attributes.height || image.bytes.length < needed) {
    throw new FilmError('damaged', `${file.name} decodes to another size than it says.`);
  }
  // JPEG streams are cut to the stored bits of the tags; JPEG-LS and JPEG 2000 know their own precision.
  const knows = stream.kind === 'jpeg-ls' || stream.kind === 'jpeg-2000' || stream.kind === 'htj2k';
  const bits = knows ? stream.precision : Math.min(attributes.bitsStored, 8 * image.bytesPerSample);
  const values = readSamples(image.bytes.subarray(0, needed), {
    bytesPerSample: image.bytesPerSample,
    bits,
    signed,
  });
  const woven = image.planar ? interleave(values, samples) : values;
  return stream.kind === 'jpeg' || isRgb ? woven : inRgb(woven, attributes);
}

/** The stream's own header must promise what the tags promise, before a codec allocates anything for it. */
function checkStream(stream: Codestream, attributes: PixelAttributes, name: string): void {
  const { width, height, samples } = attributes;
  if (stream.width !== width || stream.height !== height || stream.samples !== samples) {
    throw new FilmError(
      'damaged',
      `${name} says it is ${width} x ${height} px of ${samples}; ` +
        `its compressed picture is ${stream.width} x ${stream.height} px of ${stream.samples}.`,
    );
  }
  if (stream.precision > 16) {
    throw new FilmError(
      'unsupported',
      `${name} is compressed with ${stream.precision} bits a sample; 16 are read.`,
    );
  }
  if (stream.kind === 'jpeg' && stream.precision > 8 && samples !== 1) {
    throw new FilmError(
      'unsupported',
      `${name} is a colour JPEG of ${stream.precision} bits, which is not read.`,
    );
  }
}

function decodeStream(
  codecs: Codecs,
  stream: Codestream,
  frame: Uint8Array,
  name: string,
): Promise<CodecImage> {
  switch (stream.kind) {
    case 'jpeg':
      return stream.precision > 8
        ? codecs.run('libjpeg-12', startLibjpeg12, (library) => decodeJpeg12(library, frame, stream), name)
        : codecs.run(
            'libjpeg-turbo',
            startModule<{ JPEGDecoder: new () => FrameDecoder }>,
            (library) => decodeFrameWith(library.JPEGDecoder, frame),
            name,
          );
    case 'jpeg-lossless':
      return codecs.run(
        'jpeg-lossless',
        startLossless,
        (library) => decodeLossless(library, frame, stream),
        name,
      );
    case 'jpeg-ls':
      return codecs.run(
        'charls',
        startModule<{ JpegLSDecoder: new () => FrameDecoder }>,
        (library) => decodeFrameWith(library.JpegLSDecoder, frame),
        name,
      );
    case 'jpeg-2000':
      return codecs.run(
        'openjpeg',
        startModule<{ J2KDecoder: new () => FrameDecoder }>,
        (library) => decodeFrameWith(library.J2KDecoder, frame),
        name,
      );
    case 'htj2k':
      return codecs.run(
        'openjph',
        startModule<{ HTJ2KDecoder: new () => FrameDecoder }>,
        (library) => decodeFrameWith(library.HTJ2KDecoder, frame),
        name,
      );
  }
}

function inRgb(values: Values, { photometric }: PixelAttributes): Values {
  const isYbr = photometric === 'YBR_FULL' || photometric === 'YBR_FULL_422';
  if (isYbr && (values instanceof Uint8Array || values instanceof Uint16Array)) ybrToRgb(values);
  return values;
}
