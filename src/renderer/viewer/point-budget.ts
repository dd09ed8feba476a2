/** The points of the first frames in motion, before their time is known. */
const FIRST_MOVING_POINTS = 1_000_000;

/** However slow the renderer is, so many points still say what is seen. */
const LEAST_POINTS = 50_000;

/** A new scene's first frame: quick on any renderer. */
const SKETCH_POINTS = 250_000;

/** At rest each frame draws this many times the points of the last, so that none stops the page for long unasked. */
const REFINEMENT = 4;

/** Frames in motion are to take between these two: a display frame at 60 Hz takes 0.0167. */
const QUICK_FRAME_SECONDS = 0.02;
const SLOW_FRAME_SECONDS = 0.033;
const GROWTH = 1.15;
const GREATEST_CUT = 0.25;

/** How many points a frame may draw: as many as the renderer manages while moving, and step by step all of them at rest. */
export class PointBudget {
  #total = 0;
  #moving = FIRST_MOVING_POINTS;
  #resting = Infinity;

  /** Another scene: its first frame is a sketch, if it has many more points than one. */
  begin(total: number): void {
    this.#total = total;
    this.#resting = SKETCH_POINTS;
  }

  /** A change at rest: first as many points as are quick to draw, all of them after that. */
  sketch(): void {
    this.#resting = this.#moving;
  }

  /**
   * Points of a frame in motion.
   *
   * @param seconds since the last frame, if that was in motion too
   */
  whileMoving(seconds: number | undefined): number {
    if (seconds !== undefined) this.#adapt(seconds);
    this.#resting = this.#moving;
    return Math.min(this.#moving, this.#total);
  }

  /** Points of a frame at rest, more each time. */
  atRest(): number {
    // One step more for a remainder would show nothing new.
    const points = 2 * this.#resting >= this.#total ? this.#total : this.#resting;
    this.#resting = points === this.#total ? Infinity : REFINEMENT * points;
    return points;
  }

  #adapt(seconds: number): void {
    if (seconds > SLOW_FRAME_SECONDS) {
      const drawn = Math.min(this.#moving, this.#total);
      this.#moving = Math.max(LEAST_POINTS, drawn * Math.max(GREATEST_CUT, SLOW_FRAME_SECONDS / seconds));
    } else if (seconds < QUICK_FRAME_SECONDS && this.#moving < this.#total) {
      this.#moving *= GROWTH;
    }
  }
}
