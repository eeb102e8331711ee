import type { FilmAdjustment, FilmSlot, View } from '../domain/film';
import type { EncoderManifest } from '../packs/manifest';
import type { FilmState, OrientationWarning, ReadyFilm, ViewDoubt, ViewWarning } from './states';

/** Operating points of the quality gate; those of the encoder's manifest. */
export type Gate = EncoderManifest['gate'];

/** The view of a film: the user's word, else what it shows; undefined when nobody is sure enough to speak. */
function surelyShows(film: FilmState, gate: Gate): View | undefined {
  if (film.kind !== 'ready') return undefined;
  return film.view ?? pictureShows(film, gate);
}

/** What the encoder is sure to see; undefined when it has not looked or is not sure. */
function pictureShows(film: ReadyFilm, gate: Gate): FilmSlot | undefined {
  if (!film.quality) return undefined;
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

/** Whether the tags of a film and its picture disagree on its view, and the user has not spoken yet. */
export function viewDoubt(slot: FilmSlot, film: FilmState, gate: Gate): ViewDoubt | undefined {
  if (film.kind !== 'ready' || film.view || !film.facts?.claimed) return undefined;
  const shows = pictureShows(film, gate);
  const { claimed } = film.facts;
  return shows && shows !== claimed ? { slot, claimed, shows } : undefined;
}

/** Quarter turns clockwise that set a film upright. */
const UPRIGHT = { rotated_90_cw: 3, rotated_180: 2, rotated_270_cw: 1 } as const;

/** What was done to a film, and the remedy of a warning besides. */
export function remedied(
  now: FilmAdjustment,
  orientation: OrientationWarning['orientation'],
): FilmAdjustment {
  if (orientation === 'inverted') return { ...now, inverted: !now.inverted };
  const turns = ((now.turns ?? 0) + UPRIGHT[orientation]) % 4;
  return { ...now, turns: turns as 0 | 1 | 2 | 3 };
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
