import type { DataSet } from 'dicom-parser';
import type { FilmSlot } from '../../domain/film';

/** Words that name a view, in series, protocol and view texts. */
const LATERAL = /\b(lat|lateral|ll|rl|lld|rld|seit\w*|profil)\b/i;
const FRONTAL = /\b(pa|ap|p\.a\.|a\.p\.|frontal|postero-?anterior|antero-?posterior|front)\b/i;
const LATERAL_POSITIONS: ReadonlySet<string> = new Set(['LL', 'RL', 'LAT', 'LATERAL', 'LLD', 'RLD']);
const FRONTAL_POSITIONS: ReadonlySet<string> = new Set(['AP', 'PA']);

/** Texts that may name the view, the most specific first: acquisition, view, protocol, series. */
const TEXTS = ['x00181400', 'x00180015', 'x00080104', 'x00181030', 'x0008103e'] as const;

/**
 * The view a file claims: by View Position (0018,5101), else View Code Sequence (0054,0220), else Patient
 * Orientation (0020,0020), else the texts. Undefined when it claims none, or two at once.
 */
export function claimedView(dataset: DataSet): FilmSlot | undefined {
  const position = (dataset.string('x00185101') ?? '').trim().toUpperCase();
  if (FRONTAL_POSITIONS.has(position)) return 'frontal';
  if (LATERAL_POSITIONS.has(position)) return 'lateral';
  const code = dataset.elements['x00540220']?.items?.[0]?.dataSet?.string('x00080104');
  return byWords(code) ?? byOrientation(dataset.string('x00200020')) ?? byTexts(dataset);
}

/** Rows of a frontal film run from right to left or back, those of a lateral one from front to back or back. */
function byOrientation(orientation: string | undefined): FilmSlot | undefined {
  const row = orientation?.trim().toUpperCase().charAt(0);
  if (row === 'L' || row === 'R') return 'frontal';
  return row === 'A' || row === 'P' ? 'lateral' : undefined;
}

function byTexts(dataset: DataSet): FilmSlot | undefined {
  for (const tag of TEXTS) {
    const view = byWords(dataset.string(tag));
    if (view) return view;
  }
  return undefined;
}

function byWords(text: string | undefined): FilmSlot | undefined {
  if (!text) return undefined;
  const words = text.replace(/[_/]/g, ' ');
  const isLateral = LATERAL.test(words);
  const isFrontal = FRONTAL.test(words);
  if (isLateral === isFrontal) return undefined;
  return isLateral ? 'lateral' : 'frontal';
}
