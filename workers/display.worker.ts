import { expose } from 'comlink';
import type { DeepFilm } from '../src/domain/film';
import type { FilmScene } from '../src/domain/viewing';
import { PlainFilm } from '../src/imaging/display/plain-film';

/** Draws films where no graphics processor does. Its policy (server/headers.ts) refuses every connection. */
class Display {
  readonly #sheets = new Map<number, { readonly canvas: OffscreenCanvas; readonly film: PlainFilm }>();

  /** @param id  of this film on this canvas, in the calls that follow */
  open(id: number, canvas: OffscreenCanvas, film: DeepFilm): void {
    this.#sheets.set(id, { canvas, film: new PlainFilm(film) });
  }

  /** Resolves when the scene is on the canvas. */
  draw(id: number, scene: FilmScene): void {
    const sheet = this.#sheets.get(id);
    if (!sheet || scene.width < 1 || scene.height < 1) return;
    sheet.canvas.width = scene.width;
    sheet.canvas.height = scene.height;
    const picture = new ImageData(scene.width, scene.height);
    sheet.film.draw(scene, picture.data);
    sheet.canvas.getContext('2d')?.putImageData(picture, 0, 0);
  }

  close(id: number): void {
    this.#sheets.delete(id);
  }
}

export type DisplayApi = Display;

expose(new Display());
