/** Milliseconds after which a browser has begun to save a file. */
const TAKEN_MS = 4000;

/** Hands a file to the user as a download. @param name  with its ending; never the name of a film */
export function saveFile(content: BlobPart, type: string, name: string): void {
  const url = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), TAKEN_MS);
}

/** A time as a part of a file name: `2026-01-31-12-05-59`. @param time  ISO 8601 */
export function stamp(time: string = new Date().toISOString()): string {
  return time.slice(0, 19).replaceAll(/[:T]/g, '-');
}
