/** How fast the rate follows: a change shows to 63 % after this time. */
const TIME_CONSTANT_MS = 3_000;

/** A rate in bytes per second, smoothed exponentially, by the time between samples however uneven. */
export class RateMeter {
  #rate: number | undefined;
  #sampledAtMs: number;

  constructor(nowMs: number) {
    this.#sampledAtMs = nowMs;
  }

  /** The rate, now that `bytes` have arrived since the last sample; undefined before the first byte. */
  sample(bytes: number, nowMs: number): number | undefined {
    const elapsedMs = nowMs - this.#sampledAtMs;
    if (elapsedMs <= 0) return this.#rate;
    const current = (bytes / elapsedMs) * 1000;
    if (this.#rate !== undefined) {
      this.#rate += (1 - Math.exp(-elapsedMs / TIME_CONSTANT_MS)) * (current - this.#rate);
    } else if (bytes > 0) {
      this.#rate = current;
    }
    this.#sampledAtMs = nowMs;
    return this.#rate;
  }
}
