import { flushSync, mount, unmount } from 'svelte';
import { afterEach, describe, expect, it } from 'vitest';
import type { DeepFilm, FilmWindow } from '../../../src/domain/film';
import { apply } from '../../../src/domain/viewing';
import { brightness } from '../../../src/imaging';
import type { ReadyFilm } from '../../../src/app';
import FilmPane from '../../../src/ui/viewer/FilmPane.svelte';
import { FilmView } from '../../../src/ui/viewer/film-view.svelte';

const SIDE = 3000;
const PANE = 600;
/** Levels of grey that rounding and interpolation may cost. */
const NEAR = 2;

/** 12 bits across, and a bright square at the lower left, so that sides can be told apart. */
function madeFilm(make: (count: number) => DeepFilm['values'], offset: number): DeepFilm {
  const values = make(SIDE * SIDE);
  for (let y = 0; y < SIDE; y++) {
    for (let x = 0; x < SIDE; x++) {
      values[y * SIDE + x] = (x < 300 && y >= 2700 ? 4095 : Math.round((x / (SIDE - 1)) * 3000)) + offset;
    }
  }
  const window = { kind: 'linear', label: 'full range', low: offset, high: 4095 + offset } as const;
  return { width: SIDE, height: SIDE, values, windows: [window], window: 0, inverted: false, aspect: 1 };
}

const unsigned = madeFilm((count) => new Uint16Array(count), 0);
const signed = madeFilm((count) => new Int16Array(count), -2000);

let shown: ReturnType<typeof mount> | undefined;
let root: HTMLElement;

afterEach(async () => {
  if (shown) await unmount(shown);
  shown = undefined;
  root.remove();
});

function madePicture(): Promise<Blob> {
  const canvas = new OffscreenCanvas(8, 8);
  canvas.getContext('2d')!.fillRect(0, 0, 8, 8);
  return canvas.convertToBlob();
}

async function open(deep: DeepFilm, webgl: boolean): Promise<FilmView> {
  root = document.body.appendChild(document.createElement('div'));
  root.style.cssText = `display: grid; width: ${PANE + 2}px; height: ${PANE + 200}px`;
  const dot = await madePicture();
  const url = URL.createObjectURL(dot);
  const film: ReadyFilm = { kind: 'ready', name: 'made', url, width: SIDE, height: SIDE };
  const view = new FilmView();
  const desk = { deepFilm: async () => deep };
  shown = mount(FilmPane, {
    target: root,
    props: { slot: 'frontal', film, view, desk, webgl, onremove: () => undefined },
  });
  await expect.poll(() => view.deep !== undefined && root.querySelector('img') === null).toBe(true);
  flushSync();
  return view;
}

const pane = (): HTMLElement => root.querySelector('.pane')!;

/** What stands on the canvas, once the frame that was asked for is drawn. */
async function picture(): Promise<(at: { x: number; y: number }) => number[]> {
  flushSync();
  await new Promise((resolve) => requestAnimationFrame(resolve));
  const canvas = root.querySelector('canvas')!;
  const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d', {
    willReadFrequently: true,
  })!;
  copy.drawImage(canvas, 0, 0);
  const density = devicePixelRatio;
  return ({ x, y }) => [...copy.getImageData(Math.floor(x * density), Math.floor(y * density), 1, 1).data];
}

function pointer(type: string, x: number, y: number): void {
  const box = pane().getBoundingClientRect();
  const at = { clientX: box.left + x, clientY: box.top + y, pointerId: 1, bubbles: true };
  pane().dispatchEvent(new PointerEvent(type, at));
}

/** Greys at places of the film, as the pane shows them and as the window says. */
async function differences(view: FilmView, deep: DeepFilm, tone: FilmWindow): Promise<number[]> {
  const greyAt = await picture();
  return [600, 1000, 1500, 2000, 2500].map((x) => {
    const value = deep.values[1200 * SIDE + x]!;
    const share = brightness(tone, value);
    const wanted = Math.round(255 * (view.isTurnedRound ? 1 - share : share));
    return Math.abs(greyAt(apply(view.toPane, { x: x + 0.5, y: 1200.5 }))[0]! - wanted);
  });
}

describe.each([
  ['WebGL2', true, unsigned],
  ['WebGL2, signed values', true, signed],
  ['a 2D canvas in a worker', false, unsigned],
] as const)('a film of 3000 x 3000 on %s', (_, webgl, deep) => {
  const settled = async (view: FilmView): Promise<void> => {
    await expect
      .poll(async () => Math.max(...(await differences(view, deep, view.window!))), { timeout: 20_000 })
      .toBeLessThanOrEqual(NEAR);
  };

  it('is shown through its window, and through another after a drag', async () => {
    const view = await open(deep, webgl);
    await settled(view);
    view.tool = 'window';
    const before = view.window!;
    // A browser refuses to capture a pointer that is not real.
    pane().setPointerCapture = () => undefined;
    pointer('pointerdown', 300, 300);
    pointer('pointermove', 160, 340);
    pointer('pointerup', 160, 340);
    const after = view.window!;
    expect(view.numbers!.width).toBeLessThan(4096 * 0.75);
    expect(brightness(after, deep.values[600]!)).not.toBeCloseTo(brightness(before, deep.values[600]!));
    await settled(view);
    view.inverted = true;
    await settled(view);
  });

  it('is zoomed, turned and mirrored as the numbers say, and says that it is mirrored', async () => {
    const view = await open(deep, webgl);
    const corner = { x: 150, y: 2850 };
    expect(apply(view.toPane, corner).x).toBeLessThan(PANE / 2);
    view.flip();
    view.turn(1);
    view.turn(-1);
    expect(apply(view.toPane, corner).x).toBeGreaterThan(PANE / 2);
    await settled(view);
    const greyAt = await picture();
    expect(greyAt(apply(view.toPane, corner))[0]).toBeGreaterThan(250);
    expect(root.textContent).toContain('MIRRORED');
    view.turn(1);
    view.zoomBy(5, { x: 200, y: 300 });
    const at = apply(view.toPane, { x: 1500.5, y: 1500.5 });
    if (at.x > 0 && at.x < view.pane.width && at.y > 0 && at.y < view.pane.height) {
      await expect
        .poll(async () => (await picture())(at)[0]!, { timeout: 20_000 })
        .toSatisfy(
          (grey: number) => Math.abs(grey - 255 * brightness(view.window!, deep.values[1500]!)) <= NEAR,
        );
    }
  });
});

describe('the tools of a film', () => {
  it('are named buttons that say whether they are on', async () => {
    await open(unsigned, true);
    const pressed = (name: string): string | null => {
      const button = root.querySelector<HTMLButtonElement>(`button[aria-label="${name}"]`)!;
      button.click();
      flushSync();
      return button.getAttribute('aria-pressed');
    };
    for (const name of [
      'Window and level',
      'Invert',
      'Mirror left to right',
      'Magnifier',
      'Turn clockwise',
    ]) {
      expect(pressed(name), name).toBe('true');
    }
    expect(pressed('One to one')).toBe('true');
    expect(pressed('Fit the whole film')).toBe('true');
    expect(root.querySelector('.window')!.hasAttribute('hidden')).toBe(false);
  });

  it('tell the value under the pointer', async () => {
    const view = await open(unsigned, true);
    const at = apply(view.toPane, { x: 1000.5, y: 100.5 });
    pointer('pointermove', at.x, at.y);
    flushSync();
    expect(view.probe).toEqual({ x: 1000, y: 100, value: unsigned.values[100 * SIDE + 1000] });
    expect(root.querySelector('.probe')!.textContent).toContain('1000, 100');
  });
});
