import type { DeepFilm, FilmWindow } from '../../domain/film';

/** A window by two numbers, in stored values. */
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

/** First and last value that a window tells apart. */
export function windowEnds(window: FilmWindow): { readonly low: number; readonly high: number } {
  if (window.kind !== 'table') return window;
  const at = (place: number): number => (place - window.intercept) / window.slope;
  const ends = [at(window.first), at(window.first + window.table.length - 1)];
  return { low: Math.min(...ends), high: Math.max(...ends) };
}

/** Centre and width as DICOM counts them (PS3.3, C.11.2.1.2): the width takes in both ends. */
export function centreWidth(window: FilmWindow): CentreWidth {
  const { low, high } = windowEnds(window);
  return { centre: (low + high) / 2 + 0.5, width: high - low + 1 };
}

/** The window of a centre and a width; a sigmoid stays one, a table becomes a line. */
export function windowAt({ centre, width }: CentreWidth, like: FilmWindow): FilmWindow {
  const half = Math.max(1, width - 1) / 2;
  return {
    kind: like.kind === 'sigmoid' ? 'sigmoid' : 'linear',
    label: 'by hand',
    low: centre - 0.5 - half,
    high: centre - 0.5 + half,
  };
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
