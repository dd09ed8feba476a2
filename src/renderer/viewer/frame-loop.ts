/** After a rest, motion starts as if the last frame had just been. */
const FIRST_STEP_SECONDS = 1 / 60;

/** Draws when asked to, once a display frame at most, and goes on only while the drawing says that it still moves. */
export class FrameLoop {
  readonly #draw: (seconds: number) => boolean;
  #request: number | undefined;
  #lastMs: number | undefined;

  /** @param draw draws a frame `seconds` after the last; returns whether another must follow */
  constructor(draw: (seconds: number) => boolean) {
    this.#draw = draw;
  }

  requestFrame(): void {
    this.#request ??= requestAnimationFrame((nowMs) => {
      this.#request = undefined;
      const seconds = this.#lastMs === undefined ? FIRST_STEP_SECONDS : (nowMs - this.#lastMs) / 1000;
      const goesOn = this.#draw(seconds);
      this.#lastMs = goesOn ? nowMs : undefined;
      if (goesOn) this.requestFrame();
    });
  }

  stop(): void {
    if (this.#request !== undefined) cancelAnimationFrame(this.#request);
    this.#request = undefined;
  }
}
