import type { DeepFilm, FilmAdjustment, FilmWindow } from '../../domain/film';
import { apply, compose, invert, type Affine, type Extent, type Point } from '../../domain/viewing';
import {
  centreFor,
  filmToPane,
  fitScale,
  heldCentre,
  quarters,
  shownToStored,
  turnedBy,
  type Pose,
} from './placement';
import {
  centreWidth,
  draggedWindow,
  inUnits,
  presetsOf,
  unitText,
  windowAt,
  type CentreWidth,
  type Preset,
} from './windowing';

/** What a drag with the left button, or one finger, does. */
export type DragTool = 'move' | 'window';

export const MAX_ZOOM = 12;
const ZOOM_STEP = 1.25;
const NO_FILM: Extent = { width: 1, height: 1 };
const UPRIGHT: Pose = { turns: 0, flipped: false };

/** How one film is looked at: place, pose and window. Nothing of it changes what the models see. */
export class FilmView {
  /** Size of the pane, in CSS pixels. */
  pane: Extent = $state.raw(NO_FILM);
  /** Pixels of the screen for a CSS pixel. */
  density = $state(1);
  /** Relative to the whole film. */
  zoom = $state(1);
  pose: Pose = $state.raw(UPRIGHT);
  inverted = $state(false);
  tool: DragTool = $state('move');
  magnifying = $state(false);
  /** Where the pointer is, in CSS pixels of the pane. */
  pointer: Point | undefined = $state.raw();
  /** Moves with this one: same zoom, same height in the body. */
  partner: FilmView | undefined = $state.raw();
  #film: Extent = $state.raw(NO_FILM);
  #centre: Point = $state.raw({ x: 0.5, y: 0.5 });
  #deep: DeepFilm | undefined = $state.raw();
  #adjustment: FilmAdjustment = $state.raw({});
  #window: FilmWindow | undefined = $state.raw();

  /** The film with all its bits; undefined until it is there. */
  get deep(): DeepFilm | undefined {
    return this.#deep;
  }

  /** Pane pixels for a film pixel. */
  readonly scale: number = $derived(fitScale(this.#film, this.pane, this.pose) * this.zoom);

  /** Screen pixels for a film pixel; 1 shows each pixel of the film as one of the screen. */
  readonly magnification: number = $derived(this.scale * this.density);

  readonly #held: Point = $derived(
    heldCentre(this.#film, this.pane, this.pose, this.scale, {
      x: this.#centre.x * this.#film.width,
      y: this.#centre.y * this.#film.height,
    }),
  );

  /** Film pixels to CSS pixels of the pane. */
  readonly toPane: Affine = $derived(filmToPane(this.pane, this.pose, this.scale, this.#held));

  /** CSS pixels of the pane to places among the stored values. */
  readonly toValues: Affine = $derived.by(() => {
    const inward = invert(this.toPane);
    if (!this.#deep) return inward;
    return compose(shownToStored(this.#film, this.#deep, this.#adjustment.turns ?? 0), inward);
  });

  readonly isWhole: boolean = $derived(this.zoom <= 1);

  /** Brightness is turned round: by the file, as it was righted, and as it is looked at. */
  readonly isTurnedRound: boolean = $derived(
    [this.#deep?.inverted, this.#adjustment.inverted, this.inverted].filter(Boolean).length % 2 === 1,
  );

  readonly presets: readonly Preset[] = $derived(
    this.#deep
      ? presetsOf(this.#deep, Boolean(this.#deep.inverted) !== Boolean(this.#adjustment.inverted))
      : [],
  );

  readonly window: FilmWindow | undefined = $derived(this.#window ?? this.#ownWindow());

  /** Index of the preset that is shown; -1 when it was changed by hand. */
  readonly preset: number = $derived(this.presets.findIndex(({ window }) => window === this.window));

  /** Centre and width of the window, in the units of the file. */
  readonly numbers: CentreWidth | undefined = $derived(
    this.window && centreWidth(this.window, this.#deep?.rescale),
  );

  /** The value under the pointer in the units of the file, and its column and row from the top left of the file. */
  readonly probe: { readonly x: number; readonly y: number; readonly value: number } | undefined =
    $derived.by(() => {
      const film = this.#deep;
      if (!film || !this.pointer) return undefined;
      const place = apply(this.toValues, this.pointer);
      const [x, y] = [Math.floor(place.x), Math.floor(place.y)];
      if (x < 0 || y < 0 || x >= film.width || y >= film.height) return undefined;
      const value = film.values[y * film.width + x];
      return value === undefined ? undefined : { x, y, value: inUnits(value, film.rescale) };
    });

  /** Another film: whole, upright, through its own window. @param shown  its size as it is shown */
  take(shown: Extent, adjustment: FilmAdjustment = {}): void {
    this.#film = { width: shown.width, height: shown.height };
    this.#adjustment = adjustment;
    this.#deep = undefined;
    this.reset();
  }

  /** Its values have come. @param adjustment  what was done to them to get the film that is shown */
  fill(deep: DeepFilm, adjustment: FilmAdjustment): void {
    this.#adjustment = adjustment;
    this.#deep = deep;
  }

  /** Zooms by steps; what lies at this point of the pane stays there. */
  zoomBy(steps: number, at?: Point): void {
    this.zoomTo(this.zoom * ZOOM_STEP ** steps, at);
  }

  /** @param zoom  relative to the whole film */
  zoomTo(zoom: number, at: Point = { x: this.pane.width / 2, y: this.pane.height / 2 }): void {
    const point = apply(invert(this.toPane), at);
    const actual = 1 / (this.density * fitScale(this.#film, this.pane, this.pose));
    this.zoom = Math.min(Math.max(MAX_ZOOM, 4 * actual), Math.max(Math.min(1, actual), zoom));
    this.#settle(centreFor(point, at, this.pane, this.pose, this.scale));
  }

  /** One pixel of the film on one of the screen. */
  actualSize(at?: Point): void {
    this.zoomTo(this.zoom / this.magnification, at);
  }

  /** Moves the film, by CSS pixels of the pane. */
  panBy(x: number, y: number): void {
    const at = { x: this.pane.width / 2 + x, y: this.pane.height / 2 + y };
    this.#settle(centreFor(this.#held, at, this.pane, this.pose, this.scale));
  }

  /** Changes the window by a drag, in CSS pixels: wider to the right, darker downwards. */
  windowBy(x: number, y: number): void {
    const whole = this.presets.find(({ label }) => label === 'full range')?.window ?? this.window;
    if (this.window && whole) this.#window = draggedWindow(this.window, x, y, whole);
  }

  setNumbers(numbers: CentreWidth): void {
    if (this.window) this.#window = windowAt(numbers, this.window, this.#deep?.rescale);
  }

  /** A value as it is written, in the units of the file. */
  written(value: number): string {
    return unitText(value, this.#deep?.rescale);
  }

  /** What one stored value is worth in the units of the file, at most 1: a finer step tells nothing apart. */
  readonly step: number = $derived(Math.min(1, Math.abs(this.#deep?.rescale?.slope ?? 1)));

  /** The lowest and the highest value of the film, in the units of the file. */
  readonly range: { readonly low: number; readonly high: number } = $derived.by(() => {
    const whole = this.presets.find(({ label }) => label === 'full range') ?? this.presets[0];
    if (!whole) return { low: 0, high: 255 };
    const { centre, width } = centreWidth(whole.window, this.#deep?.rescale);
    return { low: centre - width / 2, high: centre + width / 2 - 1 };
  });

  choosePreset(index: number): void {
    this.#window = this.presets[index]?.window ?? this.#window;
  }

  /** The next preset, or the one before. */
  stepPreset(by: 1 | -1): void {
    const count = this.presets.length;
    if (count > 0) this.choosePreset((Math.max(this.preset, by < 0 ? 0 : -1) + by + count) % count);
  }

  turn(by: 1 | -1): void {
    this.pose = turnedBy(this.pose, by);
    this.#settle(this.#held);
  }

  flip(): void {
    this.pose = { ...this.pose, flipped: !this.pose.flipped };
  }

  /** Quarter turns clockwise as they are seen. */
  readonly seenTurns: number = $derived(this.pose.flipped ? quarters(-this.pose.turns) : this.pose.turns);

  fit(): void {
    this.zoom = 1;
    this.#settle({ x: this.#film.width / 2, y: this.#film.height / 2 });
  }

  /** Everything as it was when the film came. */
  reset(): void {
    this.pose = UPRIGHT;
    this.fit();
    this.#window = undefined;
    this.inverted = false;
    this.magnifying = false;
  }

  /** @param centre  in film pixels */
  #settle(centre: Point): void {
    const held = heldCentre(this.#film, this.pane, this.pose, this.scale, centre);
    this.#centre = { x: held.x / this.#film.width, y: held.y / this.#film.height };
    if (this.partner) {
      this.partner.zoom = this.zoom;
      this.partner.#centre = { x: this.partner.#centre.x, y: this.#centre.y };
    }
  }

  #ownWindow(): FilmWindow | undefined {
    return this.#deep?.windows[this.#adjustment.window ?? this.#deep.window];
  }
}
