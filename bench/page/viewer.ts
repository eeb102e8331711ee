/**
 * The browser's side of `npm run bench:viewer`: frames of a window drag over a generated film of 3000 x 3000 values of
 * 12 bits, on the GPU against the 2D canvas that stands in for it.
 */
import type { DeepFilm } from '../../src/domain/film';
import type { FilmScene } from '../../src/domain/viewing';
import { PlainFilm } from '../../src/imaging/display/plain-film';
import { WebglFilm } from '../../src/imaging/display/webgl-film';
import { compare, type Outcome } from '../side-by-side';

const SIDE = 3000;
const CANVAS = { width: 800, height: 800 };
/** Frames of one run. */
export const FRAMES = 5;

export interface ViewerFigures extends Outcome {
  readonly renderer: string;
  readonly frames: number;
}

function generatedFilm(): DeepFilm {
  const values = new Uint16Array(SIDE * SIDE);
  for (let i = 0; i < values.length; i++) values[i] = (i * 7 + (i >> 9)) & 4095;
  const window = { kind: 'linear', label: 'full range', low: 0, high: 4095 } as const;
  return { width: SIDE, height: SIDE, values, windows: [window], window: 0, inverted: false, aspect: 1 };
}

/** The whole film, through a window that a drag has brought this far. */
function scene(step: number): FilmScene {
  const scale = SIDE / CANVAS.width;
  return {
    ...CANVAS,
    toValues: [scale, 0, 0, scale, 0, 0],
    window: { kind: 'linear', label: '', low: 10 * (step % 100), high: 4095 - 10 * (step % 100) },
    inverted: false,
  };
}

async function bench(rounds: number): Promise<ViewerFigures> {
  const film = generatedFilm();
  const gl = new OffscreenCanvas(1, 1).getContext('webgl2', {
    antialias: false,
    preserveDrawingBuffer: true,
  });
  const plain = new OffscreenCanvas(CANVAS.width, CANVAS.height).getContext('2d');
  if (!gl || !plain) throw new Error('This browser lacks WebGL2 or the 2D canvas.');
  const onGpu = new WebglFilm(gl, film);
  const inPlain = new PlainFilm(film);
  const pixel = new Uint8Array(4);
  let step = 0;
  const times = (frame: () => void) => async (): Promise<void> => {
    for (let i = 0; i < FRAMES; i++, step++) frame();
  };
  const outcome = await compare(
    {
      name: 'a window drag',
      first: {
        name: 'WebGL2',
        run: times(() => {
          onGpu.draw(scene(step));
          // Drawing returns before it is done; a pixel that is read back waits for it.
          gl.readPixels(400, 400, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, pixel);
        }),
      },
      second: {
        name: '2D canvas',
        run: times(() => {
          const picture = new ImageData(CANVAS.width, CANVAS.height);
          inPlain.draw(scene(step), picture.data);
          plain.putImageData(picture, 0, 0);
        }),
      },
    },
    rounds,
  );
  const info = gl.getExtension('WEBGL_debug_renderer_info');
  const renderer = String(gl.getParameter(info ? info.UNMASKED_RENDERER_WEBGL : gl.RENDERER));
  return { ...outcome, renderer, frames: FRAMES };
}

Object.assign(globalThis, { bench });
