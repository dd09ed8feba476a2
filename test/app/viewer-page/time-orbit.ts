const SETTLING_FRAMES = 60;
const FRAMES = 90;

/**
 * Milliseconds from one frame to the next while an arrow key is held down on the view's canvas, once the number of points
 * has settled.
 */
export async function timeOrbit(canvas: HTMLCanvasElement, nextFrame: () => Promise<void>): Promise<readonly number[]> {
  const ms: number[] = [];
  let lastMs = 0;
  for (let frame = 0; frame < SETTLING_FRAMES + FRAMES; frame++) {
    canvas.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowLeft' }));
    await nextFrame();
    const nowMs = performance.now();
    if (frame > SETTLING_FRAMES) ms.push(nowMs - lastMs);
    lastMs = nowMs;
  }
  return ms;
}
