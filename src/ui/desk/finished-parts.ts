import type { default as FinishedStudy } from './FinishedStudy.svelte';
import type { default as LastReport } from './LastReport.svelte';

/**
 * The parts of the desk that only a finished report needs: draft, exports, glossary. Fetched once, in the background,
 * before a film is on the desk (src/ui/screens.ts).
 */
export async function finishedParts(): Promise<{
  readonly FinishedStudy: typeof FinishedStudy;
  readonly LastReport: typeof LastReport;
}> {
  const [finished, last] = await Promise.all([
    import('./FinishedStudy.svelte'),
    import('./LastReport.svelte'),
  ]);
  return { FinishedStudy: finished.default, LastReport: last.default };
}
