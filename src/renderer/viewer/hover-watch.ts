import type { PickedPoint } from './view-scene';

/** A place of the page, as pointer events have it. */
export interface PagePlace {
  readonly clientX: number;
  readonly clientY: number;
}

/**
 * Follows the pointer over a canvas and tells when another point lies under it. One pick is under way at a time; what
 * happens meanwhile is looked at when it is through, so a slow GPU makes hovering coarse and never late.
 */
export class HoverWatch {
  readonly #pick: (place: PagePlace) => Promise<PickedPoint | undefined>;
  readonly #tell: (point: PickedPoint | undefined) => void;
  readonly #listeners = new AbortController();
  #place: PagePlace | undefined;
  #told: PickedPoint | undefined;
  #isPicking = false;
  #isStale = false;

  constructor(
    canvas: HTMLCanvasElement,
    pick: (place: PagePlace) => Promise<PickedPoint | undefined>,
    tell: (point: PickedPoint | undefined) => void,
  ) {
    this.#pick = pick;
    this.#tell = tell;
    const { signal } = this.#listeners;
    const point = (place: PagePlace | undefined): void => {
      this.#place = place;
      this.look();
    };
    // A pressed button moves the camera.
    canvas.addEventListener('pointermove', (event) => point(event.buttons === 0 ? event : undefined), { signal });
    canvas.addEventListener('pointerleave', () => point(undefined), { signal });
  }

  /** Looks again: the pointer or the points have moved. */
  look(): void {
    this.#isStale = true;
    if (!this.#isPicking) void this.#lookOnce();
  }

  /** Tells nothing any more. */
  dispose(): void {
    this.#listeners.abort();
  }

  async #lookOnce(): Promise<void> {
    this.#isPicking = true;
    while (this.#isStale && !this.#listeners.signal.aborted) {
      this.#isStale = false;
      const point = this.#place && (await this.#pick(this.#place));
      // The pointer may have left meanwhile.
      this.#report(this.#place && point);
    }
    this.#isPicking = false;
  }

  #report(point: PickedPoint | undefined): void {
    if (this.#listeners.signal.aborted || isSamePoint(point, this.#told)) return;
    this.#told = point;
    this.#tell(point);
  }
}

function isSamePoint(a: PickedPoint | undefined, b: PickedPoint | undefined): boolean {
  return a?.column === b?.column && a?.row === b?.row && a?.depthMetres === b?.depthMetres;
}
