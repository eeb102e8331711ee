/**
 * Why a file of reports is not taken. What the user reads is chosen by `code` in src/ui/messages.ts.
 * - `text-empty`: no words in it
 * - `text-binary`: no plain text: a picture, PDF, Word or other binary file
 * - `text-too-large`: more than `LARGEST_FILE` bytes, or a text of more than `LONGEST_TEXT` characters
 */
export class TextFileError extends Error {
  override readonly name = 'TextFileError';
  constructor(
    readonly code: 'text-empty' | 'text-binary' | 'text-too-large',
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Bytes of the largest file of reports. */
export const LARGEST_FILE = 20_000_000;
/** UTF-16 code units of the longest text that is tagged at once. */
export const LONGEST_TEXT = 1_000_000;

/** How the reports of a file are parted. */
export const SEPARATIONS = ['lines', 'blank-lines'] as const;
export type Separation = (typeof SEPARATIONS)[number];

/** First bytes of files that are taken for text now and then. */
const FORMATS: readonly (readonly [start: string, name: string])[] = [
  ['%PDF-', 'a PDF file'],
  ['PK\u0003\u0004', 'a zip or Office file (docx, xlsx)'],
  ['{\\rtf', 'a rich text file (RTF)'],
  ['\u00d0\u00cf\u0011\u00e0', 'an old Office file (doc, xls)'],
  ['\u0089PNG', 'a PNG picture'],
  ['\u00ff\u00d8\u00ff', 'a JPEG picture'],
];

/**
 * The text of a file: UTF-8, UTF-16 with a byte order mark, or else Windows-1252. Line ends become LF.
 * @param name  how messages call the file
 * @throws TextFileError
 */
export async function readTextFile(file: Blob, name: string): Promise<string> {
  if (file.size > LARGEST_FILE) {
    throw new TextFileError('text-too-large', `${name} has ${file.size.toLocaleString('en')} bytes.`);
  }
  const text = decodeText(new Uint8Array(await file.arrayBuffer()), name);
  if (!/[\p{L}\p{N}]/u.test(text)) throw new TextFileError('text-empty', `${name} holds no words.`);
  return text.replaceAll('\r\n', '\n').replaceAll('\r', '\n');
}

/** @throws TextFileError `text-binary` */
function decodeText(bytes: Uint8Array, name: string): string {
  const start = String.fromCharCode(...bytes.subarray(0, 8));
  const format = FORMATS.find(([magic]) => start.startsWith(magic));
  if (format) throw new TextFileError('text-binary', `${name} is ${format[1]}.`);
  if (start.startsWith('\u00ff\u00fe')) return new TextDecoder('utf-16le').decode(bytes);
  if (start.startsWith('\u00fe\u00ff')) return new TextDecoder('utf-16be').decode(bytes);
  const controls = bytes.reduce((sum, byte) => sum + (isControl(byte) ? 1 : 0), 0);
  if (bytes.includes(0) || controls > bytes.length / 100) {
    throw new TextFileError('text-binary', `${name} holds bytes that no text has.`);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    if (cause instanceof TypeError) return new TextDecoder('windows-1252').decode(bytes);
    throw cause;
  }
}

/** A control character other than white space and escape. */
function isControl(byte: number): boolean {
  return byte < 32 && !(byte >= 9 && byte <= 13) && byte !== 27;
}

/** The reports of a text, without white space around them; none is empty. */
export function splitReports(text: string, separation: Separation): string[] {
  return text
    .split(separation === 'lines' ? '\n' : /\n[^\S\n]*\n\s*/)
    .map((report) => report.trim())
    .filter((report) => report !== '');
}

/**
 * How a text seems to be parted: at blank lines where most blocks between them have several lines, or where the lines
 * of the one block there is are a wrapped text; else one report a line.
 */
export function detectSeparation(text: string): Separation {
  const blocks = splitReports(text, 'blank-lines').map((block) => block.split('\n'));
  const [first] = blocks;
  if (first && blocks.length === 1) return isWrapped(first) ? 'blank-lines' : 'lines';
  const long = blocks.filter((lines) => lines.length > 1).length;
  return long > blocks.length / 2 ? 'blank-lines' : 'lines';
}

/** Whether most lines go on in the next: no full stop at the end, or a small letter at the start. */
function isWrapped(lines: readonly string[]): boolean {
  const goesOn = lines.filter(
    (line, i) => i > 0 && (/^\s*\p{Ll}/u.test(line) || !/[.!?:;)"”]\s*$/u.test(lines[i - 1] ?? '')),
  );
  return goesOn.length > lines.length / 2;
}
