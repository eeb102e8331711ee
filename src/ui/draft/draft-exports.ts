import type { DraftDocument } from '../../domain/draft';
import {
  documentAsCopy,
  documentAsCsv,
  documentAsFhirJson,
  documentAsHtml,
  documentAsJson,
  documentAsMarkdown,
  documentAsPlain,
  documentAsText,
  taggedReport,
} from '../../export';
import { ENTITY_EXPORTS } from '../entities/entity-exports';
import { saveFile } from '../save';

/** One kind of file that a draft can be saved as. */
export interface DraftFormat {
  readonly title: string;
  readonly ending: string;
  readonly type: string;
  /** @param label the made-up name of the study */
  readonly make: (document: DraftDocument, label: string) => Promise<BlobPart> | BlobPart;
}

export const DRAFT_FORMATS: readonly DraftFormat[] = [
  { title: 'Plain text (.txt)', ending: 'txt', type: 'text/plain', make: documentAsText },
  { title: 'Plain language (.plain.txt)', ending: 'plain.txt', type: 'text/plain', make: documentAsPlain },
  { title: 'Markdown (.md)', ending: 'md', type: 'text/markdown', make: documentAsMarkdown },
  { title: 'CSV (.csv)', ending: 'csv', type: 'text/csv', make: documentAsCsv },
  { title: 'JSON (.json)', ending: 'json', type: 'application/json', make: documentAsJson },
  {
    title: 'FHIR R4 bundle (.fhir.json)',
    ending: 'fhir.json',
    type: 'application/fhir+json',
    make: documentAsFhirJson,
  },
  {
    title: 'DICOM SR (.dcm)',
    ending: 'dcm',
    type: 'application/dicom',
    make: async (document) => (await import('../../export/dicom-sr')).documentAsDicomSr(document),
  },
];

/** The draft's text with its marks, in the formats of annotation tools. */
export const MARK_FORMATS: readonly DraftFormat[] = ENTITY_EXPORTS.map(({ label, ending, type, make }) => ({
  title: label,
  ending,
  type,
  make: (document) => make(taggedReport(document)),
}));

/** Saves a file by the browser's own download; answers its name. */
export async function saveDraft(
  format: DraftFormat,
  document: DraftDocument,
  label: string,
): Promise<string> {
  const name = `${label.toLowerCase().replaceAll(' ', '-')}-draft-report.${format.ending}`;
  saveFile(await format.make(document, label), format.type, name);
  return name;
}

/**
 * Puts a draft on the clipboard as rich text, and as plain text beside it. The clipboard is asked at once and given the
 * texts when they are there, since a browser lets only a recent click write to it, and tagging may take longer.
 * @throws when the browser refuses, and what the document fails with
 */
export async function copyDraft(document: Promise<DraftDocument>): Promise<void> {
  if (typeof ClipboardItem === 'undefined') {
    return navigator.clipboard.writeText(documentAsCopy(await document));
  }
  const text = (type: string, make: (document: DraftDocument) => string) =>
    document.then((made) => new Blob([make(made)], { type }));
  const item = new ClipboardItem({
    'text/html': text('text/html', documentAsHtml),
    'text/plain': text('text/plain', documentAsCopy),
  });
  // Its own failure says more than the clipboard's.
  await Promise.all([document, navigator.clipboard.write([item])]);
}
