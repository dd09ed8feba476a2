import { type PerspectiveCamera, type Scene, type WebGLRenderer, WebGLRenderTarget } from 'three';
import { nearestPickIndex, PICK_BYTES } from './pick-index';

/** Side of the window round the cursor, in CSS pixels: odd, so that it has a middle. */
const WINDOW_SIDE = 17;

/** Finds the point under the cursor: draws point indices into a small window round it and reads that back. */
export class PointPicker {
  readonly #target = new WebGLRenderTarget(WINDOW_SIDE, WINDOW_SIDE);
  readonly #window = new Uint8Array(PICK_BYTES * WINDOW_SIDE * WINDOW_SIDE);

  /** Height of the drawing that points are sized for. */
  get heightPx(): number {
    return WINDOW_SIDE;
  }

  /**
   * The index drawn nearest to a place of the view, within 8 CSS pixels. `scene` draws points as `encodePickIndex` has
   * them; the view's size and the place in it, from the top left, are in CSS pixels.
   */
  pick(
    renderer: WebGLRenderer,
    scene: Scene,
    camera: PerspectiveCamera,
    view: { readonly width: number; readonly height: number; readonly x: number; readonly y: number },
  ): number | undefined {
    const reach = WINDOW_SIDE >> 1;
    const left = Math.floor(view.x) - reach;
    const top = Math.floor(view.y) - reach;
    camera.setViewOffset(view.width, view.height, left, top, WINDOW_SIDE, WINDOW_SIDE);
    renderer.setRenderTarget(this.#target);
    renderer.clear();
    renderer.render(scene, camera);
    renderer.readRenderTargetPixels(this.#target, 0, 0, WINDOW_SIDE, WINDOW_SIDE, this.#window);
    renderer.setRenderTarget(null);
    camera.clearViewOffset();
    return nearestPickIndex(this.#window, WINDOW_SIDE);
  }

  /** Frees the window's memory on the GPU; the next pick takes it again. */
  free(): void {
    this.#target.dispose();
  }
}
