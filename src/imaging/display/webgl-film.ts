import type { DeepFilm, FilmWindow } from '../../domain/film';
import type { FilmScene } from '../../domain/viewing';
import { COVER, halving, showing, type Integers } from './shaders';

const LEVELS = 8;
const TABLE_WIDTH = 256;
const KINDS = { linear: 0, sigmoid: 1, table: 2 } as const;
const UNIFORMS = [
  'film',
  'toneTable',
  'levels',
  'canvasHeight',
  'across',
  'down',
  'origin',
  'kind',
  'range',
  'tableAt',
  'inverted',
  'lens',
] as const;

/** What WebGL2 there is. */
export interface Gpu {
  /** Side of the largest film it takes, in values; 0 without WebGL2. */
  readonly side: number;
  /** Its name, as far as the browser tells it. */
  readonly renderer: string;
}

export function findGpu(): Gpu {
  const gl = new OffscreenCanvas(1, 1).getContext('webgl2');
  if (!gl) return { side: 0, renderer: '' };
  const side = Number(gl.getParameter(gl.MAX_TEXTURE_SIZE));
  const info = gl.getExtension('WEBGL_debug_renderer_info');
  const renderer = String(gl.getParameter(info ? info.UNMASKED_RENDERER_WEBGL : gl.RENDERER));
  gl.getExtension('WEBGL_lose_context')?.loseContext();
  return { side, renderer };
}

/**
 * A film on the GPU with all its bits. Its values are uploaded once, as integers; a window, a zoom or a turn changes
 * uniforms only.
 */
export class WebglFilm {
  readonly #gl: WebGL2RenderingContext;
  readonly #program: WebGLProgram;
  readonly #at: Readonly<Record<(typeof UNIFORMS)[number], WebGLUniformLocation | null>>;
  readonly #levels: number;
  #table: Float32Array | undefined;

  /** @throws Error when the context is lost or refuses the film */
  constructor(gl: WebGL2RenderingContext, film: DeepFilm) {
    this.#gl = gl;
    const isSigned = film.values instanceof Int16Array || film.values instanceof Int8Array;
    const integers: Integers = isSigned ? 'i' : 'u';
    this.#levels = Math.min(LEVELS, Math.floor(Math.log2(Math.max(film.width, film.height))) + 1);
    gl.bindVertexArray(gl.createVertexArray());
    upload(gl, film, this.#levels);
    halve(gl, film, integers, this.#levels);
    this.#program = link(gl, showing(integers));
    const places = UNIFORMS.map((name) => [name, gl.getUniformLocation(this.#program, name)]);
    this.#at = Object.fromEntries(places) as Record<(typeof UNIFORMS)[number], WebGLUniformLocation | null>;
    gl.useProgram(this.#program);
    gl.uniform1i(this.#at.film, 0);
    gl.uniform1i(this.#at.toneTable, 1);
    gl.uniform1i(this.#at.levels, this.#levels);
    this.#takeTable(Float32Array.of(0));
    const fault = gl.getError();
    if (fault !== gl.NO_ERROR) throw new Error(`The GPU refused the film (WebGL error ${fault}).`);
  }

  draw({ width, height, toValues, window, inverted, lens }: FilmScene): void {
    const gl = this.#gl;
    if (gl.canvas.width !== width) gl.canvas.width = width;
    if (gl.canvas.height !== height) gl.canvas.height = height;
    const [a, b, c, d, e, f] = toValues;
    gl.viewport(0, 0, width, height);
    gl.uniform1f(this.#at.canvasHeight, height);
    gl.uniform2f(this.#at.across, a, b);
    gl.uniform2f(this.#at.down, c, d);
    gl.uniform2f(this.#at.origin, e, f);
    gl.uniform1i(this.#at.inverted, Number(inverted));
    gl.uniform4f(this.#at.lens, lens?.x ?? 0, lens?.y ?? 0, lens?.radius ?? 0, lens?.zoom ?? 1);
    this.#setWindow(window);
    gl.drawArrays(gl.TRIANGLES, 0, 3);
  }

  /** Gives the memory of the GPU back at once. */
  close(): void {
    this.#gl.getExtension('WEBGL_lose_context')?.loseContext();
  }

  #setWindow(window: FilmWindow): void {
    const gl = this.#gl;
    gl.uniform1i(this.#at.kind, KINDS[window.kind]);
    if (window.kind !== 'table') return gl.uniform2f(this.#at.range, window.low, window.high);
    if (this.#table !== window.table) this.#takeTable(window.table);
    gl.uniform4f(this.#at.tableAt, window.slope, window.intercept, window.first, window.table.length);
  }

  #takeTable(table: Float32Array): void {
    const gl = this.#gl;
    this.#table = table;
    const rows = Math.ceil(table.length / TABLE_WIDTH);
    const padded = new Float32Array(rows * TABLE_WIDTH);
    padded.set(table);
    gl.activeTexture(gl.TEXTURE1);
    gl.bindTexture(gl.TEXTURE_2D, gl.createTexture());
    gl.texStorage2D(gl.TEXTURE_2D, 1, gl.R32F, TABLE_WIDTH, rows);
    gl.texSubImage2D(gl.TEXTURE_2D, 0, 0, 0, TABLE_WIDTH, rows, gl.RED, gl.FLOAT, padded);
    unfiltered(gl);
    gl.activeTexture(gl.TEXTURE0);
  }
}

function upload(gl: WebGL2RenderingContext, { width, height, values }: DeepFilm, levels: number): void {
  const [format, type] =
    values instanceof Uint8Array
      ? [gl.R8UI, gl.UNSIGNED_BYTE]
      : values instanceof Int8Array
        ? [gl.R8I, gl.BYTE]
        : values instanceof Uint16Array
          ? [gl.R16UI, gl.UNSIGNED_SHORT]
          : [gl.R16I, gl.SHORT];
  gl.activeTexture(gl.TEXTURE0);
  gl.bindTexture(gl.TEXTURE_2D, gl.createTexture());
  gl.texStorage2D(gl.TEXTURE_2D, levels, format, width, height);
  gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1);
  gl.texSubImage2D(gl.TEXTURE_2D, 0, 0, 0, width, height, gl.RED_INTEGER, type, values);
  unfiltered(gl);
}

/** Integers and 32-bit floats do not interpolate; nor would a texture with other filters be complete. */
function unfiltered(gl: WebGL2RenderingContext): void {
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.NEAREST_MIPMAP_NEAREST);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.NEAREST);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE);
}

function halve(gl: WebGL2RenderingContext, film: DeepFilm, integers: Integers, levels: number): void {
  const program = link(gl, halving(integers));
  const texture = gl.getParameter(gl.TEXTURE_BINDING_2D) as WebGLTexture;
  const frame = gl.createFramebuffer();
  gl.useProgram(program);
  gl.uniform1i(gl.getUniformLocation(program, 'film'), 0);
  gl.bindFramebuffer(gl.FRAMEBUFFER, frame);
  for (let level = 1; level < levels; level++) {
    // A level may be read while another is written only where the reader cannot reach the written one.
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_BASE_LEVEL, level - 1);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAX_LEVEL, level - 1);
    gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, texture, level);
    gl.viewport(0, 0, Math.max(1, film.width >> level), Math.max(1, film.height >> level));
    // Levels count from the base.
    gl.uniform1i(gl.getUniformLocation(program, 'level'), 0);
    gl.drawArrays(gl.TRIANGLES, 0, 3);
  }
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_BASE_LEVEL, 0);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAX_LEVEL, levels - 1);
  gl.bindFramebuffer(gl.FRAMEBUFFER, null);
  gl.deleteFramebuffer(frame);
  gl.deleteProgram(program);
}

function link(gl: WebGL2RenderingContext, fragment: string): WebGLProgram {
  const program = gl.createProgram();
  for (const [kind, source] of [
    [gl.VERTEX_SHADER, COVER],
    [gl.FRAGMENT_SHADER, fragment],
  ] as const) {
    const shader = gl.createShader(kind);
    if (!shader) throw new Error('The GPU is gone.');
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
    if (!gl.getShaderParameter(shader, gl.COMPILE_STATUS) && !gl.isContextLost())
      throw new Error(`A shader was refused: ${gl.getShaderInfoLog(shader) ?? ''}`);
  }
  gl.linkProgram(program);
  if (!gl.getProgramParameter(program, gl.LINK_STATUS))
    throw new Error(`The shaders do not fit: ${gl.getProgramInfoLog(program) ?? ''}`);
  return program;
}
