/** YCbCr to RGB (PS3.3, C.7.6.3.1.2, inverted), 8 bits a sample, in place, in single precision. */
export function ybrToRgb(samples: Uint8Array | Uint16Array): void {
  const greenOfBlue = Math.fround((-0.114 * 1.772) / 0.587);
  const greenOfRed = Math.fround((-0.299 * 1.402) / 0.587);
  const redOfRed = Math.fround(1.402);
  const blueOfBlue = Math.fround(1.772);
  for (let i = 0; i + 2 < samples.length; i += 3) {
    const luma = samples[i] ?? 0;
    const blue = (samples[i + 1] ?? 0) - 128;
    const red = (samples[i + 2] ?? 0) - 128;
    samples[i] = toByte(luma + redOfRed * red);
    samples[i + 1] = toByte(luma + greenOfBlue * blue + greenOfRed * red);
    samples[i + 2] = toByte(luma + blueOfBlue * blue);
  }
}

function toByte(value: number): number {
  return Math.max(0, Math.min(255, Math.floor(Math.fround(Math.fround(value) + 0.5))));
}

/** Each pair of pixels of a 4:2:2 frame (Y1 Y2 Cb Cr) as two pixels of three samples. */
export function spreadChroma(frame: Uint8Array, pixels: number): Uint8Array {
  const whole = new Uint8Array(pixels * 3);
  for (let pixel = 0, at = 0; pixel < pixels; pixel += 2, at += 4) {
    const [first = 0, second = 0, blue = 0, red = 0] = frame.subarray(at, at + 4);
    whole.set([first, blue, red], pixel * 3);
    if (pixel + 1 < pixels) whole.set([second, blue, red], pixel * 3 + 3);
  }
  return whole;
}
