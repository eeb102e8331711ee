/** How the integers of a film lie on the GPU: `u` unsigned, `i` signed. */
export type Integers = 'u' | 'i';

/** One triangle that covers the canvas. */
export const COVER = `#version 300 es
void main() {
  vec2 corner = vec2((gl_VertexID << 1) & 2, gl_VertexID & 2);
  gl_Position = vec4(corner * 2.0 - 1.0, 0.0, 1.0);
}`;

/** Halves a film: each value is the mean of four of the level before, so that a small picture does not flicker. */
export function halving(integers: Integers): string {
  return `#version 300 es
precision highp float;
precision highp int;
precision highp ${integers}sampler2D;
uniform ${integers}sampler2D film;
uniform int level;
out ${integers}vec4 mean;
void main() {
  ivec2 last = textureSize(film, level) - 1;
  ivec2 at = ivec2(gl_FragCoord.xy) * 2;
  mean = texelFetch(film, min(at, last), level) + texelFetch(film, min(at + ivec2(1, 0), last), level)
    + texelFetch(film, min(at + ivec2(0, 1), last), level) + texelFetch(film, min(at + 1, last), level);
  mean = (mean + ${integers === 'u' ? '2u' : '2'}) >> 2;
}`;
}

/** Integers do not interpolate by themselves: four values around the place, then the window, then the turn. */
export function showing(integers: Integers): string {
  return `#version 300 es
precision highp float;
precision highp int;
precision highp ${integers}sampler2D;
uniform ${integers}sampler2D film;
uniform sampler2D toneTable;
uniform int levels;
uniform float canvasHeight;
uniform vec2 across;
uniform vec2 down;
uniform vec2 origin;
uniform int kind;
uniform vec2 range;
uniform vec4 tableAt;
uniform bool inverted;
uniform vec4 lens;
out vec4 colour;

float valueAt(vec2 place, float scale) {
  int level = clamp(int(floor(log2(max(scale, 1.0)) + 0.5)), 0, levels - 1);
  vec2 whole = vec2(textureSize(film, 0));
  ivec2 size = textureSize(film, level);
  vec2 at = place / whole * vec2(size) - 0.5;
  ivec2 near = ivec2(floor(at));
  vec2 share = at - vec2(near);
  ivec2 last = size - 1;
  float a = float(texelFetch(film, clamp(near, ivec2(0), last), level).r);
  float b = float(texelFetch(film, clamp(near + ivec2(1, 0), ivec2(0), last), level).r);
  float c = float(texelFetch(film, clamp(near + ivec2(0, 1), ivec2(0), last), level).r);
  float d = float(texelFetch(film, clamp(near + ivec2(1, 1), ivec2(0), last), level).r);
  return mix(mix(a, b, share.x), mix(c, d, share.x), share.y);
}

float brightness(float value) {
  if (kind == 2) {
    int at = int(clamp(floor(tableAt.x * value + tableAt.y + 0.5) - tableAt.z, 0.0, tableAt.w - 1.0));
    return texelFetch(toneTable, ivec2(at & 255, at >> 8), 0).r;
  }
  float share = (value - range.x) / (range.y - range.x);
  return kind == 1 ? 1.0 / (1.0 + exp(-4.0 * (share - 0.5))) : clamp(share, 0.0, 1.0);
}

void main() {
  vec2 at = vec2(gl_FragCoord.x, canvasHeight - gl_FragCoord.y);
  float scale = length(across);
  vec2 away = at - lens.xy;
  if (lens.z > 0.0 && dot(away, away) < lens.z * lens.z) {
    at = lens.xy + away / lens.w;
    scale /= lens.w;
  }
  vec2 place = across * at.x + down * at.y + origin;
  vec2 whole = vec2(textureSize(film, 0));
  if (any(lessThan(place, vec2(0.0))) || any(greaterThan(place, whole))) {
    colour = vec4(7.0, 8.0, 9.0, 255.0) / 255.0;
    return;
  }
  float shown = brightness(valueAt(place, scale));
  colour = vec4(vec3(inverted ? 1.0 - shown : shown), 1.0);
}`;
}
