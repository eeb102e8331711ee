import type { FilmView, Placement } from './film-view.svelte';

/** Pixels of drag for one grey value of window or level. */
const GREY_PER_PIXEL = 0.7;
/** Wheel delta of one zoom step. */
const WHEEL_STEP = 120;

/**
 * Mouse, wheel and touch on a film: drag pans, drag with the right button or Shift sets window (across) and
 * level (down), wheel and pinch zoom at the pointer, double click puts everything back.
 * For `{@attach}` on the pane; answers the clean-up.
 */
export function filmGestures(view: FilmView, placement: () => Placement) {
  return (pane: HTMLElement): (() => void) => {
    const pointers = new Map<number, { x: number; y: number }>();
    const stop = new AbortController();
    const options = { signal: stop.signal };
    let windowing = false;

    const onFilm = (clientX: number, clientY: number): { x: number; y: number } => {
      const box = pane.getBoundingClientRect();
      const at = placement();
      return {
        x: (clientX - box.left - at.left) / at.width,
        y: (clientY - box.top - at.top) / at.height,
      };
    };
    const spread = (): number => {
      const [a, b] = [...pointers.values()];
      return a && b ? Math.hypot(a.x - b.x, a.y - b.y) : 0;
    };

    pane.addEventListener(
      'pointerdown',
      (event) => {
        if (event.target instanceof Element && event.target.closest('button, input, label, a')) return;
        windowing = event.button === 2 || event.shiftKey;
        pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
        pane.setPointerCapture(event.pointerId);
      },
      options,
    );
    pane.addEventListener(
      'pointermove',
      (event) => {
        const before = pointers.get(event.pointerId);
        if (!before) return;
        const wide = spread();
        const now = { x: event.clientX, y: event.clientY };
        pointers.set(event.pointerId, now);
        if (pointers.size > 1) {
          const ratio = wide > 0 ? spread() / wide : 1;
          view.zoomBy(Math.log(ratio) / Math.log(1.25), onFilm(now.x, now.y));
        } else if (windowing) {
          view.windowBy((now.x - before.x) * GREY_PER_PIXEL, (now.y - before.y) * GREY_PER_PIXEL);
        } else {
          const at = placement();
          view.panBy((now.x - before.x) / at.width, (now.y - before.y) / at.height);
        }
      },
      options,
    );
    for (const end of ['pointerup', 'pointercancel', 'lostpointercapture'] as const) {
      pane.addEventListener(end, (event) => pointers.delete(event.pointerId), options);
    }
    pane.addEventListener('contextmenu', (event) => event.preventDefault(), options);
    pane.addEventListener('dblclick', () => view.reset(), options);
    pane.addEventListener(
      'wheel',
      (event) => {
        event.preventDefault();
        view.zoomBy(-event.deltaY / WHEEL_STEP, onFilm(event.clientX, event.clientY));
      },
      { ...options, passive: false },
    );
    return () => stop.abort();
  };
}
