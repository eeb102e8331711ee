import { PackError } from './errors';
import type { PackFile } from './manifest';

/** SHA-256 of some bytes, as 64 lower case hex digits. */
export async function sha256(bytes: BufferSource): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** True when the bytes are those the manifest lists for this file. */
export async function isIntact(file: PackFile, bytes: Uint8Array<ArrayBuffer>): Promise<boolean> {
  return bytes.byteLength === file.bytes && (await sha256(bytes)) === file.sha256;
}

/**
 * Checks the bytes of a file against its manifest.
 * @param pack how the message calls the pack
 * @throws PackError `integrity`
 */
export async function checkFile(file: PackFile, bytes: Uint8Array<ArrayBuffer>, pack: string): Promise<void> {
  if (bytes.byteLength !== file.bytes) {
    throw new PackError(
      'integrity',
      `${file.path} of ${pack} has ${bytes.byteLength} bytes, its manifest says ${file.bytes}.`,
    );
  }
  if ((await sha256(bytes)) !== file.sha256) {
    throw new PackError(
      'integrity',
      `${file.path} of ${pack} differs from what its manifest says (SHA-256).`,
    );
  }
}
