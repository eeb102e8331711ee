import type { FilmSlot, View } from '../domain/film';
import type { EncoderManifest } from '../packs/manifest';
import type { FilmState, OrientationWarning, ViewWarning } from './states';

/** Operating points of the quality gate; those of the encoder's manifest. */
export type Gate = EncoderManifest['gate'];

/** The view a film shows, or undefined when the encoder has not looked or is not sure enough to speak. */
function surelyShows(film: FilmState, gate: Gate): View | undefined {
  if (film.kind !== 'ready' || !film.quality) return undefined;
  const { view, viewProbabilities } = film.quality;
  return view !== 'other' && viewProbabilities[view] > gate.view ? view : undefined;
}

/** Whether the two films seem to lie in the wrong slots, and what helps. */
export function viewWarning(frontal: FilmState, lateral: FilmState, gate: Gate): ViewWarning | undefined {
  const first = surelyShows(frontal, gate);
  const second = surelyShows(lateral, gate);
  if (first === 'lateral' && lateral.kind !== 'ready') {
    const message = 'The film in the frontal slot looks like a lateral. A report needs a frontal film.';
    return { kind: 'lateral-in-frontal', swapHelps: true, message };
  }
  if (first === 'lateral' && second === 'lateral') {
    const message = 'Both films look like laterals. A report needs a frontal film.';
    return { kind: 'two-laterals', swapHelps: false, message };
  }
  if (second === 'frontal' && first === 'lateral') {
    const message = 'The two films seem to lie in each other’s slot.';
    return { kind: 'swapped', swapHelps: true, message };
  }
  if (second === 'frontal') {
    const message = 'Both films look like frontals. The lateral slot takes a lateral film, or none.';
    return { kind: 'two-frontals', swapHelps: false, message };
  }
  if (first === 'lateral') {
    const message = 'The film in the frontal slot looks like a lateral.';
    return { kind: 'swapped', swapHelps: true, message };
  }
  return undefined;
}

const TURNED = {
  rotated_90_cw: 'lies on its side: it seems turned a quarter clockwise',
  rotated_180: 'seems to stand upside down',
  rotated_270_cw: 'lies on its side: it seems turned a quarter counter-clockwise',
  inverted: 'seems to be a negative: bone dark, air bright',
} as const;

/** Whether a film seems turned or inverted; the engine has held it to the gate already. */
export function orientationWarning(slot: FilmSlot, film: FilmState): OrientationWarning | undefined {
  if (film.kind !== 'ready' || !film.quality) return undefined;
  const { orientation, orientationProbabilities } = film.quality;
  if (orientation === 'upright') return undefined;
  return {
    slot,
    orientation,
    probability: orientationProbabilities[orientation],
    message: `The ${slot} film ${TURNED[orientation]}. The models know upright films only.`,
  };
}
