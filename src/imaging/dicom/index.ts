/** DICOM files to stored values and films: what the rest of the product uses of this folder. */
export { PHOTOMETRICS, type Photometric, type PixelAttributes } from './attributes';
export { CODEC_NAMES, Codecs, type CodecName, type CodecParts, type LoadCodec } from './codecs/host';
export { decodeStored, type StoredFrame } from './decode';
export { readIdentity } from './identity';
export { loadDicom } from './load';
export { openDicom, parseTags, type DicomFile } from './open';
export { isDicom, isDicomFile } from './sniff';
export type { Values } from './stored';
export { TRANSFER_SYNTAXES, transferSyntax, type TransferSyntax } from './syntax';
export { claimedView } from './view';
