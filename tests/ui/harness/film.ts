/** Draws something like a chest film: enough to judge the screens by, no picture of anyone. */
export async function drawnFilm(view: 'frontal' | 'lateral', width: number, height: number): Promise<Blob> {
  const canvas = new OffscreenCanvas(width, height);
  const c = canvas.getContext('2d')!;
  const x = (v: number): number => v * width;
  const y = (v: number): number => v * height;
  const blob = (cx: number, cy: number, rx: number, ry: number, grey: number, alpha: number): void => {
    c.save();
    c.translate(x(cx), y(cy));
    c.scale(x(rx), y(ry));
    const g = c.createRadialGradient(0, 0, 0.2, 0, 0, 1);
    g.addColorStop(0, `rgb(${grey} ${grey} ${grey} / ${alpha})`);
    g.addColorStop(0.7, `rgb(${grey} ${grey} ${grey} / ${alpha * 0.8})`);
    g.addColorStop(1, `rgb(${grey} ${grey} ${grey} / 0)`);
    c.fillStyle = g;
    c.fillRect(-1, -1, 2, 2);
    c.restore();
  };
  c.fillStyle = '#060606';
  c.fillRect(0, 0, width, height);
  if (view === 'frontal') {
    blob(0.5, 0.6, 0.62, 0.75, 150, 1);
    blob(0.3, 0.45, 0.2, 0.4, 25, 1);
    blob(0.7, 0.45, 0.2, 0.4, 25, 1);
    blob(0.56, 0.62, 0.17, 0.2, 200, 0.9);
    blob(0.5, 0.5, 0.06, 0.6, 190, 0.8);
    blob(0.5, 1, 0.6, 0.26, 185, 1);
    blob(0.28, 0.82, 0.14, 0.1, 190, 0.8);
    c.strokeStyle = 'rgb(210 210 210 / 0.16)';
    c.lineWidth = width / 60;
    for (let i = 0; i < 8; i++) {
      for (const side of [-1, 1]) {
        c.beginPath();
        c.ellipse(
          x(0.5 + side * 0.18),
          y(0.2 + i * 0.085),
          x(0.24),
          y(0.09),
          0,
          side < 0 ? Math.PI * 0.6 : 0,
          side < 0 ? Math.PI * 1.6 : Math.PI,
        );
        c.stroke();
      }
    }
  } else {
    blob(0.5, 0.55, 0.5, 0.7, 140, 1);
    blob(0.5, 0.45, 0.3, 0.38, 30, 1);
    blob(0.38, 0.62, 0.2, 0.16, 190, 0.9);
    blob(0.76, 0.5, 0.1, 0.6, 205, 0.9);
    blob(0.5, 1, 0.5, 0.24, 185, 1);
  }
  return canvas.convertToBlob({ type: 'image/png' });
}
