import { flushSync, mount, unmount } from 'svelte';
import type { DraftDocument } from '../../domain/draft';
import PrintPage from './PrintPage.svelte';

/** A film as it is printed: small. */
export interface PrintFilm {
  readonly title: string;
  readonly url: string;
}

/** Opens the browser's print dialogue with the draft alone on the page; it saves as PDF too. */
export async function printDraft(
  report: DraftDocument,
  label: string,
  films: readonly PrintFilm[],
): Promise<void> {
  const page = mount(PrintPage, { target: document.body, props: { report, label, films } });
  flushSync();
  const pictures = document.querySelectorAll<HTMLImageElement>('.print-page img');
  try {
    // A film that the browser cannot show (DICOM) leaves its frame empty: no reason not to print.
    await Promise.allSettled(Array.from(pictures, (picture) => picture.decode()));
    window.print();
  } finally {
    await unmount(page);
  }
}
