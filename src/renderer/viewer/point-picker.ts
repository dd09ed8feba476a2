import { type PerspectiveCamera, type Scene, type WebGLRenderer, WebGLRenderTarget } from 'three';
import { nearestPickIndex, PICK_BYTES } from './pick-index';

/** Side of the window round the cursor, in CSS pixels: odd, so that it has a middle. */
const WINDOW_SIDE = 17;

/** A whole view and a place in it, from its top left, in CSS pixels. */
export interface ViewPlace {
  readonly width: number;
  readonly height: number;
  readonly x: number;
  readonly y: number;
}

/**
 * Finds the point under the cursor, or the nearest to it within 8 CSS pixels: draws point indices into a small window
 * round it and reads that back.
 */
export class PointPicker {
  readonly #renderer: WebGLRenderer;
  readonly #target = new WebGLRenderTarget(WINDOW_SIDE, WINDOW_SIDE);

  constructor(renderer: WebGLRenderer) {
    this.#renderer = renderer;
  }

  /** Height of the drawing that points are sized for. */
  get heightPx(): number {
    return WINDOW_SIDE;
  }

  /** The index at a place; waits for the GPU. `scene` draws points as `encodePickIndex` has them. */
  pick(scene: Scene, camera: PerspectiveCamera, place: ViewPlace): number | undefined {
    this.#drawWindow(scene, camera, place);
    const window = emptyWindow();
    this.#renderer.readRenderTargetPixels(this.#target, 0, 0, WINDOW_SIDE, WINDOW_SIDE, window);
    return nearestPickIndex(window, WINDOW_SIDE);
  }

  /** As {@link pick}, while the page goes on. */
  async pickSoon(scene: Scene, camera: PerspectiveCamera, place: ViewPlace): Promise<number | undefined> {
    this.#drawWindow(scene, camera, place);
    const window = emptyWindow();
    try {
      await this.#renderer.readRenderTargetPixelsAsync(this.#target, 0, 0, WINDOW_SIDE, WINDOW_SIDE, window);
    } catch {
      // The context was lost meanwhile.
      return undefined;
    }
    return nearestPickIndex(window, WINDOW_SIDE);
  }

  /** Frees the window's memory on the GPU; the next pick takes it again. */
  free(): void {
    this.#target.dispose();
  }

  #drawWindow(scene: Scene, camera: PerspectiveCamera, { width, height, x, y }: ViewPlace): void {
    const reach = WINDOW_SIDE >> 1;
    camera.setViewOffset(width, height, Math.floor(x) - reach, Math.floor(y) - reach, WINDOW_SIDE, WINDOW_SIDE);
    this.#renderer.setRenderTarget(this.#target);
    this.#renderer.clear();
    this.#renderer.render(scene, camera);
    this.#renderer.setRenderTarget(null);
    camera.clearViewOffset();
  }
}

function emptyWindow(): Uint8Array<ArrayBuffer> {
  return new Uint8Array(PICK_BYTES * WINDOW_SIDE * WINDOW_SIDE);
}
