import type { Desk } from '../../app';
import type { FilmView } from './film-view.svelte';
import type { WordFocus } from './word-focus.svelte';

/** One key of the desk, for the handler and for the list under Help. */
export interface DeskKey {
  readonly keys: readonly string[];
  readonly does: string;
}

/** Keys that work anywhere on the desk, besides those of the browser. */
export const DESK_KEYS: readonly DeskKey[] = [
  { keys: ['r'], does: 'Read the films' },
  { keys: ['Esc'], does: 'Cancel the reading; let go of a kept word' },
  { keys: ['Tab', '← →'], does: 'Go to the report, then word by word' },
  { keys: ['↑ ↓', 'Home', 'End'], does: 'Sentence before or after; first or last word' },
  { keys: ['Enter'], does: 'Keep the attention of the word on the films' },
  { keys: ['Ctrl Z', 'Ctrl Y'], does: 'Undo and redo in the draft' },
  { keys: ['h'], does: 'Heat map on or off' },
  { keys: ['+', '-'], does: 'Zoom the film under the pointer' },
  { keys: ['Shift ← ↑ → ↓'], does: 'Move it, when zoomed' },
  { keys: ['i'], does: 'Invert its grey values' },
  { keys: ['w'], does: 'Open its window and level sliders' },
  { keys: ['0'], does: 'Show it whole and as it is in the file' },
];

/** What Shift and an arrow key move, as a share of the pane. */
const STEPS: Readonly<Record<string, { x: number; y: number }>> = {
  ArrowLeft: { x: 0.1, y: 0 },
  ArrowRight: { x: -0.1, y: 0 },
  ArrowUp: { x: 0, y: 0.1 },
  ArrowDown: { x: 0, y: -0.1 },
};

/** True where a single letter is text or belongs to the control. */
function takesKeys(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('input, select, textarea, [contenteditable]') !== null;
}

/**
 * Does what a key of the desk asks for.
 * @param view  the film under the pointer
 * @returns true when the key was one of the desk's
 */
export function pressDeskKey(event: KeyboardEvent, desk: Desk, view: FilmView, focus: WordFocus): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || takesKeys(event.target)) return false;
  const step = event.shiftKey ? STEPS[event.key] : undefined;
  if (step) {
    view.panBy(step.x / view.zoom, step.y / view.zoom);
    return true;
  }
  switch (event.key) {
    case 'r':
      void desk.read();
      return true;
    case 'Escape':
      if (focus.pinned !== undefined) focus.pinned = undefined;
      else desk.cancel();
      return true;
    case 'h':
      focus.shown = !focus.shown;
      return true;
    case '+':
    case '=':
      view.zoomBy(1);
      return true;
    case '-':
      view.zoomBy(-1);
      return true;
    case 'i':
      view.inverted = !view.inverted;
      return true;
    case 'w':
      view.sliders = !view.sliders;
      return true;
    case '0':
      view.reset();
      return true;
    default:
      return false;
  }
}
