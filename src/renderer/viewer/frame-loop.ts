/** The longest step of time a frame is told of: after a rest, motion starts as if the last frame had just been. */
const LONGEST_STEP_SECONDS = 1 / 30;

/** Draws when asked to, once a display frame at most, and goes on only while the drawing says that it still moves. */
export class FrameLoop {
  readonly #draw: (seconds: number) => boolean;
  #request: number | undefined;
  #lastMs = 0;

  /** @param draw draws a frame `seconds` after the last; returns whether another must follow */
  constructor(draw: (seconds: number) => boolean) {
    this.#draw = draw;
  }

  requestFrame(): void {
    this.#request ??= requestAnimationFrame((nowMs) => {
      this.#request = undefined;
      const seconds = Math.min(LONGEST_STEP_SECONDS, Math.max(0, nowMs - this.#lastMs) / 1000);
      this.#lastMs = nowMs;
      if (this.#draw(seconds)) this.requestFrame();
    });
  }

  stop(): void {
    if (this.#request !== undefined) cancelAnimationFrame(this.#request);
    this.#request = undefined;
  }
}
