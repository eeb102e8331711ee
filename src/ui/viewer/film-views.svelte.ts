import type { FilmSlot } from '../../domain/film';
import { FilmView } from './film-view.svelte';

/** How the two films lie: as the room asks for, or as the user says. */
export type Arrangement = 'beside' | 'stacked';

/** The two films as they are looked at, and what joins them. */
export class FilmViews {
  readonly frontal = new FilmView();
  readonly lateral = new FilmView();
  /** Undefined until the user has chosen. */
  arrangement: Arrangement | undefined = $state();
  #linked = $state(false);

  /** Zoom and height of both films go together. */
  get linked(): boolean {
    return this.#linked;
  }

  set linked(linked: boolean) {
    this.#linked = linked;
    this.frontal.partner = linked ? this.lateral : undefined;
    this.lateral.partner = linked ? this.frontal : undefined;
  }

  at(slot: FilmSlot): FilmView {
    return this[slot];
  }
}
