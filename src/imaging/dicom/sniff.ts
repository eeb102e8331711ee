import { startsWith } from '../magic';
import { EXPLICIT_BIG, EXPLICIT_LITTLE, IMPLICIT_LITTLE } from './syntax';

/** Bytes before the prefix of a Part 10 file. */
export const PREAMBLE = 128;

/** Value representations of PS3.5, table 6.2-1. */
export const VRS: ReadonlySet<string> = new Set(
  (
    'AE AS AT CS DA DS DT FD FL IS LO LT OB OD OF OL OV OW PN SH SL SQ SS ST SV ' +
    'TM UC UI UL UN UR US UT UV'
  ).split(' '),
);

/** Whether bytes are a DICOM file: with the Part 10 prefix, or a bare data set. */
export function isDicom(bytes: Uint8Array): boolean {
  return startsWith(bytes, PREAMBLE, 'DICM') || guessSyntax(bytes) !== undefined;
}

/** The encoding of a bare data set by its first element (PS3.5, section 7.1); undefined when it is none. */
export function guessSyntax(bytes: Uint8Array): string | undefined {
  if (bytes.length < 8) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, 8);
  const vr = String.fromCharCode(bytes[4] ?? 0, bytes[5] ?? 0);
  const isFirstGroup = (group: number): boolean => group === 2 || group === 8;
  if (isFirstGroup(view.getUint16(0, true)) && view.getUint16(2, true) < 0x2000) {
    if (VRS.has(vr)) return EXPLICIT_LITTLE;
    const length = view.getUint32(4, true);
    return length <= 256 && length % 2 === 0 ? IMPLICIT_LITTLE : undefined;
  }
  return isFirstGroup(view.getUint16(0)) && VRS.has(vr) ? EXPLICIT_BIG : undefined;
}

/** Bytes that tell a DICOM file. */
const HEAD = 140;

/** Whether a file is DICOM, by its first bytes. */
export async function isDicomFile(file: Blob): Promise<boolean> {
  return isDicom(new Uint8Array(await file.slice(0, HEAD).arrayBuffer()));
}
