import type { GivenFile, Offer } from '../src/domain/intake';
import { sortFiles } from '../src/imaging/studies';
import { extract, readDirectory } from '../src/packs/zip';

/** Bytes of one file of a zip, and of all of them, that are unpacked. */
const LARGEST_ENTRY = 500_000_000;
const LARGEST_ZIP = 2_000_000_000;

/** Made anew with every worker, so that a label cannot be traced back to a study outside of this page. */
const SALT = crypto.getRandomValues(new Uint8Array(16));

/** `Study 4F2A`: four hex digits of the salted SHA-256. */
async function pseudonym(study: string): Promise<string> {
  const text = new TextEncoder().encode(study);
  const digest = await crypto.subtle.digest('SHA-256', new Uint8Array([...SALT, ...text]));
  const [a = 0, b = 0] = new Uint8Array(digest);
  return `Study ${(a * 256 + b).toString(16).toUpperCase().padStart(4, '0')}`;
}

/** Unpacks zips, and sorts all files into studies. */
export async function sortIntake(
  given: readonly GivenFile[],
  signal: AbortSignal,
  onLooked: (done: number, of: number) => void,
): Promise<Offer> {
  const skipped: { path: string; reason: string }[] = [];
  const files: GivenFile[] = [];
  for (const entry of given) {
    if (await isZip(entry.file)) files.push(...(await unpack(entry, signal, skipped)));
    else files.push(entry);
  }
  const offer = await sortFiles(files, pseudonym, {
    signal,
    onLooked: (done) => onLooked(done, files.length),
  });
  return { ...offer, skipped: [...skipped, ...offer.skipped] };
}

async function isZip(file: Blob): Promise<boolean> {
  const head = new Uint8Array(await file.slice(0, 4).arrayBuffer());
  return head[0] === 0x50 && head[1] === 0x4b && head[2] === 3 && head[3] === 4;
}

async function unpack(
  { path, file }: GivenFile,
  signal: AbortSignal,
  skipped: { path: string; reason: string }[],
): Promise<GivenFile[]> {
  const files: GivenFile[] = [];
  const skip = (entry: string, reason: string): void =>
    void skipped.push({ path: `${path}/${entry}`, reason });
  try {
    let total = 0;
    for (const entry of await readDirectory(file)) {
      signal.throwIfAborted();
      total += entry.bytes;
      if (entry.bytes > LARGEST_ENTRY || total > LARGEST_ZIP) {
        skip(entry.name, 'It would unpack to more than this desk takes.');
        continue;
      }
      try {
        const bytes = await extract(file, entry, signal);
        files.push({ path: `${path}/${entry.name}`, file: new Blob([bytes]) });
      } catch (cause) {
        signal.throwIfAborted();
        skip(entry.name, cause instanceof Error ? cause.message : 'It could not be unpacked.');
      }
    }
  } catch (cause) {
    signal.throwIfAborted();
    skipped.push({ path, reason: cause instanceof Error ? cause.message : 'It could not be unpacked.' });
  }
  return files;
}
