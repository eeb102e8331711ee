import { NO_SIDES } from '../domain/finding';
import { joinSections, type JoinedReport } from '../domain/report-text';
import type { SentenceAlternative } from '../domain/report';
import type { Search } from '../domain/search';
import { asGiven } from '../domain/sentences';
import type { Decoder, StudyEncoding } from './decoders/decoder';
import { textTokens } from './decoders/text-tokens';
import type { ReportToken } from './guidance';
import { alternatives, concluded, decode, written, type WritingOptions } from './reading';

/** Findings and impression of a study as they were decoded. */
interface WrittenSections {
  /** Of the findings, where they were not given, then of the impression. */
  readonly decoded: readonly ReportToken[];
  readonly text: JoinedReport;
  readonly alternatives: readonly (readonly SentenceAlternative[])[] | undefined;
}

interface SectionOptions extends Pick<WritingOptions, 'pause' | 'sides'> {
  readonly search: Search;
  readonly alternatives?: number | undefined;
  /** Findings that are read back in instead of being written. */
  readonly findings?: string | undefined;
  readonly onWord?: ((text: string, index: number) => void) | undefined;
}

/**
 * Writes the findings of a study, and the impression where the decoder has learnt to write one. What follows from given
 * findings keeps their sides, whatever the film shows.
 */
export async function writeSections(
  decoder: Decoder,
  study: StudyEncoding,
  options: SectionOptions,
): Promise<WrittenSections> {
  const { findings, pause, sides = NO_SIDES } = options;
  const pausing = pause ? { pause } : {};
  if (findings !== undefined) {
    const given = textTokens(findings, decoder.vocabulary).map((token) => ({ token }));
    const impression = await concluded(decoder, study, given, pausing);
    const text = joinSections(asGiven(findings), written(decoder, impression));
    return { decoded: impression, text, alternatives: undefined };
  }
  const told: { token: number }[] = [];
  const onToken = (token: number, index: number): void => {
    told.push({ token });
    options.onWord?.(written(decoder, told).tokens[index]?.written ?? '', index);
  };
  const decoded = await decode(decoder, study, options.search, { onToken, sides, ...pausing });
  const others = options.alternatives
    ? await alternatives(decoder, study, decoded, options.alternatives, pausing)
    : undefined;
  const impression = await concluded(decoder, study, decoded, pausing);
  return {
    decoded: [...decoded, ...impression],
    text: joinSections(written(decoder, decoded), written(decoder, impression)),
    alternatives: others,
  };
}
