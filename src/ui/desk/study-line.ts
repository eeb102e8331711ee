import type { Report } from '../../domain/report';
import { duration } from '../numerals';

/** `draft, lite-gru 1.0.0, 0.8 s`: which decoder wrote a report and how long the reading took. */
export function studyLine({ provenance: { models, stages } }: Report): string {
  const decoder = models[1] ?? models[0];
  const total = Object.values(stages).reduce((sum, ms) => sum + ms, 0);
  return ['draft', ...(decoder ? [`${decoder.id} ${decoder.version}`] : []), duration(total)].join(', ');
}
