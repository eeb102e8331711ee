import type { Point } from '../../domain/viewing';
import type { FilmView } from './film-view.svelte';

/** Wheel delta of one zoom step. */
const WHEEL_STEP = 120;
/** Pixels of a wheel that counts lines. */
const LINE = 40;

/**
 * Mouse, wheel and touch on a film: a drag does what the tool says, a drag with the right button or Shift sets the
 * window (across) and its centre (down), one with the middle button moves; wheel and pinch zoom at the pointer; a
 * double click shows the whole film, or its pixels one to one. For `{@attach}` on the pane; answers the clean-up.
 */
export function filmGestures(view: FilmView) {
  return (pane: HTMLElement): (() => void) => {
    const pointers = new Map<number, Point>();
    const stop = new AbortController();
    const options = { signal: stop.signal };
    let isWindowing = false;

    const place = ({ clientX, clientY }: MouseEvent): Point => {
      const box = pane.getBoundingClientRect();
      return { x: clientX - box.left, y: clientY - box.top };
    };
    const fingers = (): { middle: Point; spread: number } => {
      const [a = { x: 0, y: 0 }, b = a] = [...pointers.values()];
      return { middle: { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }, spread: Math.hypot(a.x - b.x, a.y - b.y) };
    };

    pane.addEventListener(
      'pointerdown',
      (event) => {
        if (event.target instanceof Element && event.target.closest('button, input, label, a')) return;
        isWindowing = event.button === 2 || event.shiftKey || (event.button === 0 && view.tool === 'window');
        pointers.set(event.pointerId, place(event));
        view.pointer = place(event);
        // A middle button would scroll the page by itself.
        if (event.button === 1) event.preventDefault();
        pane.setPointerCapture(event.pointerId);
      },
      options,
    );
    pane.addEventListener(
      'pointermove',
      (event) => {
        const now = place(event);
        view.pointer = now;
        const before = pointers.get(event.pointerId);
        if (!before) return;
        const held = fingers();
        pointers.set(event.pointerId, now);
        if (pointers.size > 1) {
          const { middle, spread } = fingers();
          view.panBy(middle.x - held.middle.x, middle.y - held.middle.y);
          if (held.spread > 0) view.zoomTo((view.zoom * spread) / held.spread, middle);
        } else if (isWindowing) view.windowBy(now.x - before.x, now.y - before.y);
        // A magnifier follows the finger; the film stays.
        else if (!view.magnifying) view.panBy(now.x - before.x, now.y - before.y);
      },
      options,
    );
    for (const end of ['pointerup', 'pointercancel', 'lostpointercapture'] as const) {
      pane.addEventListener(end, (event) => pointers.delete(event.pointerId), options);
    }
    pane.addEventListener('pointerleave', () => (view.pointer = undefined), options);
    pane.addEventListener('contextmenu', (event) => event.preventDefault(), options);
    pane.addEventListener(
      'dblclick',
      (event) => (view.isWhole ? view.actualSize(place(event)) : view.fit()),
      options,
    );
    pane.addEventListener(
      'wheel',
      (event) => {
        event.preventDefault();
        const delta = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY * LINE : event.deltaY;
        view.zoomBy(-delta / WHEEL_STEP, place(event));
      },
      { ...options, passive: false },
    );
    return () => stop.abort();
  };
}
