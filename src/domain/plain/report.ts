import type { Entity } from '../entity';
import { entitiesBySection, sectionsAt } from '../report-text';
import { rewritePlain, type PlainText } from './rewrite';

/** One section of a report in plain words. */
export interface PlainSection {
  readonly name: 'findings' | 'impression';
  readonly plain: PlainText;
}

/** A report in plain words. */
export interface PlainReport {
  /** The findings and, where there is one, the impression. */
  readonly sections: readonly PlainSection[];
  /** What the terms of both sections mean, each once. */
  readonly explained: PlainText['explained'];
  /** Terms left as they were, each once. */
  readonly unknown: PlainText['unknown'];
}

/**
 * Rewrites the sections of a report each by itself.
 * @param entities  label set `report`, UTF-16 code units of `text`
 * @param impressionStart  where the impression begins in `text`; undefined where there is none
 */
export function plainReport(
  text: string,
  entities: readonly Entity[],
  impressionStart?: number,
): PlainReport {
  const { findings, impression } = sectionsAt(text, impressionStart);
  const [found, concluded] = entitiesBySection({
    entities,
    ...(impressionStart === undefined ? {} : { impressionStart }),
  });
  const sections: PlainSection[] = [{ name: 'findings', plain: rewritePlain(findings, found) }];
  if (impression !== '') {
    sections.push({ name: 'impression', plain: rewritePlain(impression, concluded) });
  }
  const meanings = new Map(
    sections.flatMap(({ plain }) => plain.explained).map((entry) => [entry.term, entry]),
  );
  return {
    sections,
    explained: [...meanings.values()],
    unknown: [...new Set(sections.flatMap(({ plain }) => plain.unknown))],
  };
}
