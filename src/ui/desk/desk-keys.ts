import type { Desk } from '../../app';
import type { FilmSlot } from '../../domain/film';
import { FILM_KEYS, pressFilmKey } from '../viewer/film-keys';
import type { FilmViews } from '../viewer/film-views.svelte';
import type { WordFocus } from './word-focus.svelte';

/** One key of the desk, for the handler and for the list under Help. */
export interface DeskKey {
  readonly keys: readonly string[];
  readonly does: string;
}

/** Keys that work anywhere on the desk, besides those of the browser. */
export const DESK_KEYS: readonly DeskKey[] = [
  { keys: ['r'], does: 'Read the films' },
  { keys: ['Esc'], does: 'Cancel the reading; let go of a kept word or finding' },
  { keys: ['Tab', '← →'], does: 'Go to the report, then word by word' },
  { keys: ['↑ ↓', 'Home', 'End'], does: 'Sentence before or after; first or last word' },
  { keys: ['Enter'], does: 'Keep the attention of the word, or the map of the finding, on the films' },
  { keys: ['Ctrl Z', 'Ctrl Y'], does: 'Undo and redo in the draft' },
  { keys: ['h'], does: 'Heat map on or off' },
  { keys: ['o', 'Shift o'], does: 'Heat map weaker, stronger' },
  { keys: ['s'], does: 'Heat map by word or by sentence' },
  { keys: ['n'], does: 'The keys below go to the other film' },
  ...FILM_KEYS,
];

/** What the keys of the desk act on. */
export interface DeskParts {
  readonly desk: Desk;
  readonly views: FilmViews;
  /** The film under the pointer. */
  readonly active: FilmSlot;
  readonly focus: WordFocus;
  readonly onother: () => void;
}

/** True where a single letter is text or belongs to the control. */
function takesKeys(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('input, select, textarea, [contenteditable]') !== null;
}

/**
 * Does what a key of the desk asks for.
 * @returns true when the key was one of the desk's
 */
export function pressDeskKey(event: KeyboardEvent, parts: DeskParts): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || takesKeys(event.target)) return false;
  const { desk, views, active, focus, onother } = parts;
  switch (event.key) {
    case 'r':
      void desk.read();
      return true;
    case 'Escape':
      if (focus.isKept) focus.clear();
      else desk.cancel();
      return true;
    case 'h':
      focus.shown = !focus.shown;
      return true;
    case 'o':
      focus.fade(-1);
      return true;
    case 'O':
      focus.fade(1);
      return true;
    case 's':
      focus.scope = focus.scope === 'word' ? 'sentence' : 'word';
      return true;
    case 'n':
      onother();
      return true;
    default:
      return pressFilmKey(event, views, active);
  }
}
