import { transfer, wrap, type Remote } from 'comlink';
import type { DisplayApi } from '../../../workers/display.worker';
import type { DeepFilm } from '../../domain/film';
import type { FilmScene } from '../../domain/viewing';
import { isSoftwareRenderer } from '../../engine/backends/driver';
import { findGpu, WebglFilm, type Gpu } from '../../imaging/display/webgl-film';

/** A film on a canvas. */
export interface FilmCanvas {
  /** What draws it. */
  readonly by: 'WebGL2' | '2D canvas in a worker';
  /** Shows a scene; when scenes come faster than they are drawn, only the last one is. */
  draw(scene: FilmScene): void;
  close(): void;
}

export interface FilmCanvasOptions {
  /** Draws by WebGL2, or in the worker; absent, by WebGL2 where a graphics processor computes it. */
  readonly webgl?: boolean;
  /** The GPU dropped the film: open it again on a new canvas. */
  readonly onlost?: () => void;
}

let gpu: Gpu | undefined;
/** Draws for every canvas that the GPU does not. */
let worker: Remote<DisplayApi> | undefined;
let lastId = 0;

/** Played by the processor, WebGL is several times slower than the 2D canvas (`npm run bench:viewer`). */
function isReal({ side, renderer }: Gpu): boolean {
  return side > 0 && !isSoftwareRenderer(renderer);
}

/** Fetches what drawing needs before there is a film, so that no request follows one. */
export function prepareFilmCanvas(): void {
  gpu ??= findGpu();
  if (!isReal(gpu)) worker ??= startWorker();
}

/**
 * Puts a film on a canvas that was not used before: on the GPU, or in a worker where there is no WebGL2 or the film
 * is larger than its textures.
 */
export function openFilmCanvas(
  canvas: HTMLCanvasElement,
  film: DeepFilm,
  { webgl, onlost }: FilmCanvasOptions = {},
): FilmCanvas {
  gpu ??= findGpu();
  const isFitting = (webgl ?? isReal(gpu)) && Math.max(film.width, film.height) <= gpu.side;
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
  const display = (worker ??= startWorker());
  const id = ++lastId;
  const sheet = canvas.transferControlToOffscreen();
  let next: FilmScene | undefined;
  let isClosed = false;
  let isBusy = true;
  const go = (): void => {
    isBusy = next !== undefined && !isClosed;
    if (!next || isClosed) return;
    const drawn = display.draw(id, next);
    next = undefined;
    void drawn.then(go);
  };
  void display.open(id, transfer(sheet, [sheet]), film).then(go);
  return {
    by: '2D canvas in a worker',
    draw: (scene) => {
      next = scene;
      if (!isBusy) go();
    },
    close: () => {
      isClosed = true;
      void display.close(id);
    },
  };
}

function startWorker(): Remote<DisplayApi> {
  return wrap<DisplayApi>(
    new Worker(new URL('../../../workers/display.worker.ts', import.meta.url), {
      type: 'module',
      name: 'display',
    }),
  );
}
