/** File bytes to grey pixels: what the rest of the product uses of this room. */
export { FilmError, type FilmErrorCode } from './errors';
export { inspectFile, type FilmFile } from './inspect';
export { GreyScan, toGrey } from './grey';
export { adjustGrey, brightness, renderGrey } from './render';
export { resample } from './resample';
export { decodeFilm } from './decode';
