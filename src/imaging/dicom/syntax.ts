/** How the pixels of a DICOM file are packed. */
export type Encoding = 'native' | 'rle' | 'jpeg' | 'jpeg-ls' | 'jpeg-2000' | 'htj2k';

/** One transfer syntax that is read (DICOM PS3.6, table A-1). */
export interface TransferSyntax {
  readonly uid: string;
  readonly name: string;
  readonly encoding: Encoding;
  /** True when the values may differ a little from those that were encoded. */
  readonly lossy: boolean;
}

export const IMPLICIT_LITTLE = '1.2.840.10008.1.2';
export const EXPLICIT_LITTLE = '1.2.840.10008.1.2.1';
export const DEFLATED = '1.2.840.10008.1.2.1.99';
export const EXPLICIT_BIG = '1.2.840.10008.1.2.2';

const ROWS: readonly [uid: string, name: string, encoding: Encoding, lossy?: 'lossy'][] = [
  [IMPLICIT_LITTLE, 'Implicit VR Little Endian', 'native'],
  [EXPLICIT_LITTLE, 'Explicit VR Little Endian', 'native'],
  ['1.2.840.10008.1.2.1.98', 'Encapsulated Uncompressed Explicit VR Little Endian', 'native'],
  [DEFLATED, 'Deflated Explicit VR Little Endian', 'native'],
  [EXPLICIT_BIG, 'Explicit VR Big Endian', 'native'],
  ['1.2.840.10008.1.2.5', 'RLE Lossless', 'rle'],
  ['1.2.840.10008.1.2.4.50', 'JPEG Baseline (Process 1)', 'jpeg', 'lossy'],
  ['1.2.840.10008.1.2.4.51', 'JPEG Extended (Process 2 and 4)', 'jpeg', 'lossy'],
  ['1.2.840.10008.1.2.4.57', 'JPEG Lossless (Process 14)', 'jpeg'],
  ['1.2.840.10008.1.2.4.70', 'JPEG Lossless (Process 14, SV1)', 'jpeg'],
  ['1.2.840.10008.1.2.4.80', 'JPEG-LS Lossless', 'jpeg-ls'],
  ['1.2.840.10008.1.2.4.81', 'JPEG-LS Near-Lossless', 'jpeg-ls', 'lossy'],
  ['1.2.840.10008.1.2.4.90', 'JPEG 2000 Lossless', 'jpeg-2000'],
  ['1.2.840.10008.1.2.4.91', 'JPEG 2000', 'jpeg-2000', 'lossy'],
  ['1.2.840.10008.1.2.4.201', 'HTJ2K Lossless', 'htj2k'],
  ['1.2.840.10008.1.2.4.202', 'HTJ2K Lossless RPCL', 'htj2k'],
  ['1.2.840.10008.1.2.4.203', 'HTJ2K', 'htj2k', 'lossy'],
];

/** Every transfer syntax that is read. */
export const TRANSFER_SYNTAXES: readonly TransferSyntax[] = ROWS.map(([uid, name, encoding, lossy]) => ({
  uid,
  name,
  encoding,
  lossy: lossy === 'lossy',
}));

const BY_UID = new Map(TRANSFER_SYNTAXES.map((syntax) => [syntax.uid, syntax]));

/** The transfer syntax of a UID, or undefined when it is not read. */
export function transferSyntax(uid: string): TransferSyntax | undefined {
  return BY_UID.get(uid);
}
