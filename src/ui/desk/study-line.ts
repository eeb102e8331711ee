import type { Report } from '../../domain/report';
import { duration } from '../numerals';

/** `draft, lite-gru 1.0.0, 0.8 s`: which decoder wrote a report and how long the reading took. */
export function studyLine({ provenance }: Report): string {
  const { stages } = provenance;
  const decoder = decoderOf(provenance);
  const total = Object.values(stages).reduce((sum, ms) => sum + ms, 0);
  return ['draft', ...(decoder ? [`${decoder.id} ${decoder.version}`] : []), duration(total)].join(', ');
}

/** What is said of a report that was written without the lateral film its model reads. */
export const NO_LATERAL = 'No lateral film: this model puts what it has learned for “absent” in its place.';

/**
 * Whether a report comes of a model for two films that got the frontal one alone.
 * @param filmsOf how many films a decoder reads
 */
export function lacksLateral(
  { quality, provenance }: Pick<Report, 'quality' | 'provenance'>,
  filmsOf: (decoder: Writer) => 1 | 2,
): boolean {
  const decoder = decoderOf(provenance);
  return decoder !== undefined && !quality.lateral && filmsOf(decoder) === 2;
}

type Writer = Report['provenance']['models'][number];

function decoderOf({ models }: Report['provenance']): Writer | undefined {
  return models[1] ?? models[0];
}
