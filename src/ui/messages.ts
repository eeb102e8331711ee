/** What the user reads when something goes wrong. */
export interface Message {
  /** What happened, as one sentence. */
  readonly what: string;
  /** What to do about it. */
  readonly todo: string;
}

/**
 * Every error code of the product (src/imaging/errors.ts, src/packs/errors.ts, src/engine/errors.ts,
 * src/app/clients/errors.ts, src/app/textFile.ts, and the view warnings of
 * src/app/filmChecks.ts) with what happened and what to do.
 */
export const MESSAGES = {
  empty: {
    what: 'The file has no content.',
    todo: 'Export the film again, or choose another file.',
  },
  'not-an-image': {
    what: 'The file is not a picture.',
    todo: 'Choose a DICOM, PNG, JPEG or WebP file of a chest film.',
  },
  unsupported: {
    what: 'This kind of picture file is not read.',
    todo: 'Save the film as DICOM, PNG, JPEG or WebP and choose it again.',
  },
  truncated: {
    what: 'The file ends before the picture does.',
    todo: 'Copy or export the film again; the transfer was cut short.',
  },
  damaged: {
    what: 'The file is complete, but its picture data are damaged.',
    todo: 'Export the film again from where it came from.',
  },
  'too-small': {
    what: 'The picture is too small to be read.',
    todo: 'Choose a film with at least 64 pixels on its shorter side; 512 or more is better.',
  },
  'too-large': {
    what: 'The picture is larger than this desk reads.',
    todo: 'Save it with at most 16,384 pixels on its longer side and 100 million pixels in all.',
  },
  colour: {
    what: 'This is a colour photograph, not a film.',
    todo: 'Choose a grey-scale chest film. A photograph of a screen or light box is not read.',
  },
  'no-pixel-data': {
    what: 'This DICOM file holds no picture.',
    todo: 'Choose the file of the film itself; directories, reports and presentation states have none.',
  },
  'transfer-syntax': {
    what: 'This DICOM picture is encoded in a way that is not read.',
    todo: 'Export it uncompressed, or as JPEG, JPEG-LS, JPEG 2000, HTJ2K or RLE; video is not read.',
  },
  'decoder-missing': {
    what: 'The decoder that this DICOM picture needs could not be loaded.',
    todo: 'Check the connection and choose the film again; once loaded it also works offline.',
  },
  'not-a-chest-film': {
    what: 'This does not look like a chest film.',
    todo: 'Choose a frontal or lateral chest radiograph. Nothing was written for this picture.',
  },
  swapped: {
    what: 'The films lie in each other’s slot.',
    todo: 'Swap them and read again, or read them as they lie.',
  },
  'two-frontals': {
    what: 'Both films look like frontals.',
    todo: 'Take the second one out, or put a lateral in its place.',
  },
  'two-laterals': {
    what: 'Both films look like laterals.',
    todo: 'A report needs a frontal film: put one into the frontal slot.',
  },
  'lateral-in-frontal': {
    what: 'The film in the frontal slot looks like a lateral.',
    todo: 'Move it to the lateral slot and add a frontal film.',
  },
  integrity: {
    what: 'A model file differs from what its manifest promises, so it was dropped.',
    todo: 'Fetch it again. If it happens twice, tell whoever runs this site.',
  },
  network: {
    what: 'The server did not answer with the model file.',
    todo: 'Check the connection and fetch again. Finished files are kept.',
  },
  quota: {
    what: 'The browser has no room left for the model.',
    todo: 'Free some disk space or remove a pack under Models, then fetch again.',
  },
  schema: {
    what: 'The pack does not follow the format.',
    todo: 'Use a pack made by `python -m training export`; the detail below names the first fault.',
  },
  missing: {
    what: 'A model pack that is needed is not installed.',
    todo: 'Fetch it under Models, or import it from a zip.',
  },
  aborted: {
    what: 'Cancelled.',
    todo: 'Start again when you like. What was finished is kept.',
  },
  backend: {
    what: 'No way of computing works in this browser.',
    todo: 'Update the browser, or choose another backend in the badge above. Diagnostics under Help say why each one failed.',
  },
  weights: {
    what: 'The model’s weights do not fit its architecture.',
    todo: 'Remove the pack under Models and fetch it again.',
  },
  vocabulary: {
    what: 'The model’s word list does not fit its architecture.',
    todo: 'Remove the pack under Models and fetch it again.',
  },
  'unknown-labels': {
    what: 'The tagger was not trained for these labels.',
    todo: 'Choose another label set, or import a tagger that knows it.',
  },
  'text-empty': {
    what: 'There are no words in this file.',
    todo: 'Choose a text file with reports in it.',
  },
  'text-binary': {
    what: 'This is no plain text file.',
    todo: 'Save the reports as plain text (.txt, UTF-8) and choose that file.',
  },
  'text-too-large': {
    what: 'This is more text than is tagged at once.',
    todo: 'Cut it: a report may have a million characters, a file 20 MB.',
  },
  'not-loaded': {
    what: 'A model was asked for before it was loaded.',
    todo: 'Read the films again. If it stays, reload the page.',
  },
  'out-of-memory': {
    what: 'The machine ran out of memory while reading.',
    todo: 'Close other tabs, or choose the wasm backend in the badge above, and read again.',
  },
  'worker-died': {
    what: 'The part of the app that computes stopped and was started again.',
    todo: 'Read the films again; they are still on the desk.',
  },
  'worker-start': {
    what: 'The part of the app that computes did not start.',
    todo: 'Reload the page. If it stays, copy the diagnostics under Help into a bug report.',
  },
  'not-sealed': {
    what: 'The worker that sees films is not shut off from the network, so no film is opened.',
    todo: 'This site is served without the right headers: tell whoever runs it, or run the app with `npm start`.',
  },
  'storage-blocked': {
    what: 'The browser keeps nothing here.',
    todo: 'Leave the private window or allow storage for this site. The open draft is still there: export it.',
  },
  'storage-full': {
    what: 'The browser has no room left to keep this.',
    todo: 'Free disk space, or remove kept studies or models. The open draft is still there: export it.',
  },
  locked: {
    what: 'The kept studies are under a passphrase.',
    todo: 'Give it under Studies; what waits is kept then.',
  },
  'wrong-passphrase': {
    what: 'This is not the passphrase.',
    todo: 'Nothing was changed: try again.',
  },
  'short-passphrase': {
    what: 'The passphrase is too short.',
    todo: 'Take 8 characters or more; several words are best.',
  },
  'damaged-study': {
    what: 'A kept study cannot be read, so nothing was changed.',
    todo: 'Export the studies that open, then choose "Keep nothing" and keep them anew.',
  },
  unnamed: {
    what: 'A signature needs a name.',
    todo: 'Write your name and sign again.',
  },
  'no-text': {
    what: 'There is no text to sign.',
    todo: 'Write the report first.',
  },
  'no-films': {
    what: 'There is no film in this folder.',
    todo: 'Choose a folder with picture files of chest films.',
  },
  'pairs-columns': {
    what: 'The CSV file does not say which column holds the films.',
    todo: 'Give it the titles frontal,lateral in its first row.',
  },
  'pairs-unknown': {
    what: 'The CSV file names no film of this folder.',
    todo: 'Write the paths as they are inside the folder.',
  },
  unexpected: {
    what: 'Something failed that should not have.',
    todo: 'Try again. If it stays, copy the diagnostics under Help into a bug report.',
  },
} as const satisfies Record<string, Message>;

export type MessageCode = keyof typeof MESSAGES;

function known(code: string): code is MessageCode {
  return Object.hasOwn(MESSAGES, code);
}

/** The message of an error code; a code that is not in the table reads as `unexpected`. */
export function messageFor(code: string): Message {
  return known(code) ? MESSAGES[code] : MESSAGES.unexpected;
}
