import type { FilmSlot } from '../../domain/film';
import type { FilmViews } from './film-views.svelte';

/** Keys of the film under the pointer or with the focus, as Help lists them. */
export const FILM_KEYS: readonly { readonly keys: readonly string[]; readonly does: string }[] = [
  { keys: ['+', '-'], does: 'Zoom the film under the pointer' },
  { keys: ['f'], does: 'Show the whole film' },
  { keys: ['1'], does: 'One pixel of the film on one of the screen' },
  { keys: ['w'], does: 'A drag sets window and level, or moves the film again' },
  { keys: ['Shift ← ↑ → ↓'], does: 'Move the film; with w, width (← →) and centre (↑ ↓) of the window' },
  { keys: ['[', ']'], does: 'Window preset before, next' },
  { keys: ['i'], does: 'Invert its grey values' },
  { keys: ['t', 'Shift t'], does: 'Turn it clockwise, counter-clockwise' },
  { keys: ['v'], does: 'Mirror it left to right (the film says so)' },
  { keys: ['m'], does: 'Magnifier' },
  { keys: ['0'], does: 'Reset: whole, upright, through its own window' },
  { keys: ['g'], does: 'The films side by side or one over the other' },
  { keys: ['l'], does: 'Zoom and height of both films together, or apart' },
];

/** Directions of the arrow keys. */
const ARROWS: Readonly<Record<string, { readonly x: number; readonly y: number }>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};
/** Share of the pane that a press moves the film by. */
const MOVE = 0.1;
/** Pixels of drag that a press stands for. */
const WINDOW = 10;

/**
 * Does what a key of the viewer asks for.
 * @returns true when the key was one of the viewer's
 */
export function pressFilmKey(
  event: Pick<KeyboardEvent, 'key' | 'shiftKey'>,
  views: FilmViews,
  active: FilmSlot,
): boolean {
  const view = views[active];
  const arrow = event.shiftKey ? ARROWS[event.key] : undefined;
  if (arrow) {
    if (view.tool === 'window') view.windowBy(arrow.x * WINDOW, arrow.y * WINDOW);
    else view.panBy(-arrow.x * MOVE * view.pane.width, -arrow.y * MOVE * view.pane.height);
    return true;
  }
  const act = ACTS[event.key];
  act?.(views, active);
  return act !== undefined;
}

const zoomIn = (views: FilmViews, active: FilmSlot): void => views[active].zoomBy(1);

const ACTS: Readonly<Record<string, (views: FilmViews, active: FilmSlot) => void>> = {
  '+': zoomIn,
  '=': zoomIn,
  '-': (views, active) => views[active].zoomBy(-1),
  f: (views, active) => views[active].fit(),
  '1': (views, active) => views[active].actualSize(),
  '0': (views, active) => views[active].reset(),
  w: (views, active) => (views[active].tool = views[active].tool === 'window' ? 'move' : 'window'),
  '[': (views, active) => views[active].stepPreset(-1),
  ']': (views, active) => views[active].stepPreset(1),
  i: (views, active) => (views[active].inverted = !views[active].inverted),
  t: (views, active) => views[active].turn(1),
  T: (views, active) => views[active].turn(-1),
  v: (views, active) => views[active].flip(),
  m: (views, active) => (views[active].magnifying = !views[active].magnifying),
  g: (views) => (views.arrangement = views.arrangement === 'stacked' ? 'beside' : 'stacked'),
  l: (views) => (views.linked = !views.linked),
};
