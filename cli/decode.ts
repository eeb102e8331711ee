/**
 * `npm run -s decode -- FILES…`: decodes DICOM files and prints one JSON line a file, with the SHA-256 of the first
 * frame's stored values. A file that cannot be decoded gives an error line; the exit code is then 1.
 */
import { createHash } from 'node:crypto';
import { FilmError } from '../src/imaging';
import { claimedView, decodeStored, openDicom, type Values } from '../src/imaging/dicom';
import { nodeCodecs } from './codecs-node';
import { FileError, readFilmFile } from './decode-node';
import { command, messageOf, UsageError, writeLine } from './exit';

await command('decode', async (files) => {
  if (files.length === 0) throw new UsageError('usage: npm run -s decode -- FILES…');
  for (const file of files) await writeLine(JSON.stringify(await line(file)));
});

async function line(path: string) {
  try {
    const file = openDicom(await readFilmFile(path), path);
    const { attributes, values } = await decodeStored(file, nodeCodecs);
    return {
      file: path,
      width: attributes.width,
      height: attributes.height,
      frames: attributes.frames,
      bitsStored: attributes.bitsStored,
      photometric: attributes.photometric,
      transferSyntax: file.syntax.uid,
      view: claimedView(file.dataset) ?? null,
      ...rangeOf(values),
      sha256: createHash('sha256').update(asInt32(values)).digest('hex'),
    };
  } catch (error) {
    process.exitCode = 1;
    const isKnown = error instanceof FilmError || error instanceof FileError;
    return { file: path, error: { code: isKnown ? error.code : 'unexpected', message: messageOf(error) } };
  }
}

function rangeOf(values: Values): { min: number; max: number } {
  let min = values[0] ?? 0;
  let max = min;
  for (const value of values) {
    if (value < min) min = value;
    else if (value > max) max = value;
  }
  return { min, max };
}

/** Values as little-endian int32. */
function asInt32(values: Values): Uint8Array {
  const bytes = new Uint8Array(4 * values.length);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < values.length; i++) view.setInt32(4 * i, values[i] ?? 0, true);
  return bytes;
}
