import { transfer, wrap } from 'comlink';
import type { DisplayApi } from '../../../workers/display.worker';
import type { DeepFilm } from '../../domain/film';
import type { FilmScene } from '../../domain/viewing';
import { largestOnGpu, WebglFilm } from '../../imaging/display/webgl-film';

/** A film on a canvas. */
export interface FilmCanvas {
  /** What draws it. */
  readonly by: 'WebGL2' | '2D canvas in a worker';
  /** Shows a scene; when scenes come faster than they are drawn, only the last one is. */
  draw(scene: FilmScene): void;
  close(): void;
}

export interface FilmCanvasOptions {
  /** False draws in the worker though there is WebGL2. */
  readonly webgl?: boolean;
  /** The GPU dropped the film: open it again on a new canvas. */
  readonly onlost?: () => void;
}

let gpuSide: number | undefined;

/**
 * Puts a film on a canvas that was not used before: on the GPU, or in a worker where there is no WebGL2 or the film
 * is larger than its textures.
 */
export function openFilmCanvas(
  canvas: HTMLCanvasElement,
  film: DeepFilm,
  { webgl = true, onlost }: FilmCanvasOptions = {},
): FilmCanvas {
  if (webgl) gpuSide ??= largestOnGpu();
  const isFitting = webgl && Math.max(film.width, film.height) <= (gpuSide ?? 0);
  const gl =
    isFitting &&
    canvas.getContext('webgl2', {
      alpha: false,
      antialias: false,
      depth: false,
      stencil: false,
      // A page that is printed or photographed shows the film, though nothing was drawn since.
      preserveDrawingBuffer: true,
    });
  return gl ? onGpu(canvas, gl, film, onlost) : inWorker(canvas, film);
}

function onGpu(
  canvas: HTMLCanvasElement,
  gl: WebGL2RenderingContext,
  film: DeepFilm,
  onlost: (() => void) | undefined,
): FilmCanvas {
  const shown = new WebglFilm(gl, film);
  const lost = (event: Event): void => {
    event.preventDefault();
    onlost?.();
  };
  canvas.addEventListener('webglcontextlost', lost);
  return {
    by: 'WebGL2',
    draw: (scene) => {
      if (scene.width > 0 && scene.height > 0) shown.draw(scene);
    },
    close: () => {
      canvas.removeEventListener('webglcontextlost', lost);
      shown.close();
    },
  };
}

function inWorker(canvas: HTMLCanvasElement, film: DeepFilm): FilmCanvas {
  const worker = new Worker(new URL('../../../workers/display.worker.ts', import.meta.url), {
    type: 'module',
    name: 'display',
  });
  const display = wrap<DisplayApi>(worker);
  const sheet = canvas.transferControlToOffscreen();
  let busy: Promise<void> | undefined = display.open(transfer(sheet, [sheet]), film);
  let next: FilmScene | undefined;
  let isClosed = false;
  const go = (): void => {
    busy = undefined;
    if (!next || isClosed) return;
    busy = display.draw(next);
    next = undefined;
    void busy.then(go);
  };
  void busy.then(go);
  return {
    by: '2D canvas in a worker',
    draw: (scene) => {
      next = scene;
      if (!busy) go();
    },
    close: () => {
      isClosed = true;
      worker.terminate();
    },
  };
}
