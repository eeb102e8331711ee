import { strToU8, Zip, ZipDeflate } from 'fflate';
import { documentAsFhirJson } from './fhir';
import { documentAsJson } from './json';
import { documentAsMarkdown } from './markdown';
import { NOT_REVIEWED } from './notice';
import { studiesAsCsv, type StudyRow } from './study-table';
import { documentAsText } from './text';

/** Studies after which other work may run. */
const AT_ONCE = 10;

/**
 * Studies as one zip: a table of all (`results.csv`), a folder for each study that was read with its draft as text,
 * Markdown, JSON and FHIR, and a note. It is made piece by piece, so that a page that waits for it stays responsive.
 * @param onStudy told how many studies are in
 */
export async function studiesAsZip(
  rows: AsyncIterable<StudyRow> | Iterable<StudyRow>,
  onStudy?: (count: number) => void,
): Promise<Blob> {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  const zip = new Zip((error, piece) => {
    if (error) throw error;
    pieces.push(new Uint8Array(piece));
  });
  const add = (path: string, text: string): void => {
    const file = new ZipDeflate(path, { level: 6 });
    zip.add(file);
    file.push(strToU8(text), true);
  };
  const all: StudyRow[] = [];
  const folders = new Set<string>();
  for await (const row of rows) {
    all.push(row);
    const { document } = row;
    if (document) {
      const folder = folderName(row.study, folders);
      add(`${folder}/report.txt`, documentAsText(document));
      add(`${folder}/report.md`, documentAsMarkdown(document));
      add(`${folder}/report.json`, documentAsJson(document));
      add(`${folder}/report.fhir.json`, documentAsFhirJson(document));
    }
    onStudy?.(all.length);
    if (all.length % AT_ONCE === 0) await new Promise((resolve) => setTimeout(resolve));
  }
  add('results.csv', studiesAsCsv(all));
  add(
    'READ-ME.txt',
    `${NOT_REVIEWED}\nA report that somebody has signed says so itself, with name and date.\n`,
  );
  zip.end();
  return new Blob(pieces, { type: 'application/zip' });
}

/** A name that any file system takes, and that no other study has. */
function folderName(study: string, taken: Set<string>): string {
  const plain =
    study
      .replaceAll(/[^\p{L}\p{N}._-]+/gu, '-')
      .replaceAll(/^[-.]+|[-.]+$/g, '')
      .slice(0, 80) || 'study';
  let name = plain;
  for (let i = 2; taken.has(name.toLowerCase()); i++) name = `${plain}-${i}`;
  taken.add(name.toLowerCase());
  return name;
}
