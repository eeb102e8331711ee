import { expose } from 'comlink';
import type { DeepFilm } from '../src/domain/film';
import type { FilmScene } from '../src/domain/viewing';
import { PlainFilm } from '../src/imaging/display/plain-film';

/** Draws one film where the browser has no WebGL2. Its policy (server/headers.ts) refuses every connection. */
class Display {
  #canvas: OffscreenCanvas | undefined;
  #film: PlainFilm | undefined;

  open(canvas: OffscreenCanvas, film: DeepFilm): void {
    this.#canvas = canvas;
    this.#film = new PlainFilm(film);
  }

  /** Resolves when the scene is on the canvas. */
  draw(scene: FilmScene): void {
    if (!this.#canvas || !this.#film || scene.width < 1 || scene.height < 1) return;
    this.#canvas.width = scene.width;
    this.#canvas.height = scene.height;
    const picture = new ImageData(scene.width, scene.height);
    this.#film.draw(scene, picture.data);
    this.#canvas.getContext('2d')?.putImageData(picture, 0, 0);
  }
}

export type DisplayApi = Display;

expose(new Display());
