import type { DeepFilm, FilmWindow, Rescale } from '../../domain/film';

/** A window by two numbers, in stored values or, where that is said, in the units of the file. */
export interface CentreWidth {
  readonly centre: number;
  readonly width: number;
}

/** A window to choose. */
export interface Preset {
  readonly label: string;
  /** Where it comes from. */
  readonly why: string;
  readonly window: FilmWindow;
}

/** A drag over the width of a usual pane runs through about this share of all values. */
const PIXELS_FOR_ALL = 400;
/** Share of the fitted window that a preset for the darker or the brighter half shows. */
const HALF = 0.6;

/** Stored values are units of the file. */
const AS_STORED: Rescale = { slope: 1, intercept: 0 };

/** First and last value that a window tells apart; the last one comes first where the window falls. */
export function windowEnds(window: FilmWindow): { readonly low: number; readonly high: number } {
  if (window.kind !== 'table') return window;
  const at = (place: number): number => (place - window.intercept) / window.slope;
  const ends = [at(window.first), at(window.first + window.table.length - 1)];
  return { low: Math.min(...ends), high: Math.max(...ends) };
}

/**
 * Centre and width as DICOM counts them (PS3.3, C.11.2.1.2): the width takes in both ends.
 * @param rescale to the units in which they are given; stored values without it
 */
export function centreWidth(window: FilmWindow, rescale: Rescale = AS_STORED): CentreWidth {
  const ends = windowEnds(window);
  const [low, high] = [inUnits(ends.low, rescale), inUnits(ends.high, rescale)];
  return { centre: (low + high) / 2 + 0.5, width: Math.abs(high - low) + 1 };
}

/**
 * The window of a centre and a width, of the same kind and direction as another; the curve of a table is stretched.
 * @param rescale to the units in which centre and width are given; stored values without it
 */
export function windowAt(
  { centre, width }: CentreWidth,
  like: FilmWindow,
  { slope, intercept }: Rescale = AS_STORED,
): FilmWindow {
  const half = Math.max(Math.min(1, Math.abs(slope)), width - 1) / 2;
  const middle = (centre - 0.5 - intercept) / slope;
  const reach = half / Math.abs(slope);
  const [low, high] = [middle - reach, middle + reach];
  const label = 'by hand';
  if (like.kind === 'table' && like.table.length > 1) {
    const steep = (Math.sign(like.slope) * (like.table.length - 1)) / (high - low);
    return {
      ...like,
      label,
      slope: steep,
      intercept: like.first - steep * (steep > 0 ? low : high),
    };
  }
  const kind = like.kind === 'sigmoid' ? 'sigmoid' : 'linear';
  const falls = like.kind !== 'table' && like.low > like.high;
  return falls ? { kind, label, low: high, high: low } : { kind, label, low, high };
}

/** A stored value in the units of the file. */
export function inUnits(value: number, { slope, intercept }: Rescale = AS_STORED): number {
  return slope * value + intercept;
}

/** A number in the units of the file, with the decimals that a step of one stored value calls for. */
export function unitText(value: number, { slope }: Rescale = AS_STORED): string {
  const decimals = Math.min(4, Math.max(0, Math.ceil(-Math.log10(Math.abs(slope)) - 1e-9)));
  // Never -0.
  return (Number(value.toFixed(decimals)) + 0).toFixed(decimals);
}

/**
 * The window after a drag: wider to the right, higher centre (darker) downwards.
 * @param x, y   in CSS pixels
 * @param whole  all values of the film, which set how far a pixel goes
 */
export function draggedWindow(window: FilmWindow, x: number, y: number, whole: FilmWindow): FilmWindow {
  const ends = windowEnds(whole);
  const span = Math.max(1, ends.high - ends.low);
  const step = span / PIXELS_FOR_ALL;
  const { centre, width } = centreWidth(window);
  return windowAt(
    {
      // A window may be wider than the film, and dragged out of it; not so far that it is never found again.
      centre: Math.min(ends.high + span, Math.max(ends.low - span, centre + y * step)),
      width: Math.min(4 * span, Math.max(2, width + x * step)),
    },
    window,
  );
}

/**
 * The windows of a film's file, the fitted one and the full range, and two that spread the darker and the brighter
 * part of the fitted one.
 * @param isInverted  high stored values are shown dark
 */
export function presetsOf(film: DeepFilm, isInverted: boolean): readonly Preset[] {
  const known = film.windows.map((window): Preset => {
    const why =
      window.label === 'fitted'
        ? 'All values but half a hundredth at each end'
        : window.label === 'full range'
          ? 'From the lowest to the highest value'
          : 'From the file';
    return { label: window.label, why, window };
  });
  const fitted = film.windows.find(({ label }) => label === 'fitted') ?? film.windows.at(-1);
  if (!fitted) return known;
  const { low, high } = windowEnds(fitted);
  const span = high - low;
  const lower: FilmWindow = { kind: 'linear', label: '', low, high: low + HALF * span };
  const upper: FilmWindow = { kind: 'linear', label: '', low: high - HALF * span, high };
  const why = 'Three fifths of the fitted window';
  return [
    ...known,
    { label: 'lungs (dark part)', why, window: isInverted ? upper : lower },
    { label: 'mediastinum, bone (bright part)', why, window: isInverted ? lower : upper },
  ];
}
