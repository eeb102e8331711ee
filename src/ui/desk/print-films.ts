import type { Desk } from '../../app';
import type { PrintFilm } from '../draft/print';

/** The films on the desk as they are printed beside the draft; their names are left out. */
export function printFilms({ frontal, lateral }: Desk): PrintFilm[] {
  return [
    ...(frontal.kind === 'ready' ? [{ title: 'Frontal', url: frontal.url }] : []),
    ...(lateral.kind === 'ready' ? [{ title: 'Lateral', url: lateral.url }] : []),
  ];
}
