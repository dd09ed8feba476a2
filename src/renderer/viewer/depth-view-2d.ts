import { depthPicture } from './depth-picture';
import { shownPoint } from './shown-point';
import type { ViewOptions, ViewScene } from './view-scene';
import { isVisible } from './visible-pixel';

/**
 * A scene's depth map in a canvas, one canvas pixel for each of the grid: the page scales the canvas by CSS and maps
 * the pointer to column and row. Drawn once per change.
 */
export class DepthView2d {
  readonly #canvas: HTMLCanvasElement;
  #options: ViewOptions;
  #scene: ViewScene | undefined;
  #drawing: number | undefined;

  constructor(canvas: HTMLCanvasElement, options: ViewOptions) {
    this.#canvas = canvas;
    this.#options = options;
  }

  /** Shows a scene, or nothing. */
  show(scene: ViewScene | undefined): void {
    this.#scene = scene;
    this.#canvas.width = scene?.size.widthPx ?? 0;
    this.#canvas.height = scene?.size.heightPx ?? 0;
    this.#drawSoon();
  }

  setOptions(change: Partial<ViewOptions>): void {
    this.#options = { ...this.#options, ...change };
    this.#drawSoon();
  }

  /** Depth as shown at a pixel of the grid; undefined where the options hide it and outside of the grid. */
  readAt(column: number, row: number): number | undefined {
    const scene = this.#scene;
    if (scene === undefined) return undefined;
    const { widthPx, heightPx } = scene.size;
    if (column < 0 || row < 0 || column >= widthPx || row >= heightPx) return undefined;
    const { depthMetres } = shownPoint(scene, this.#options.focalScale, { column, row });
    return isVisible(scene, row * widthPx + column, depthMetres, this.#options) ? depthMetres : undefined;
  }

  /** Forgets the scene and the canvas. */
  dispose(): void {
    if (this.#drawing !== undefined) cancelAnimationFrame(this.#drawing);
    this.#drawing = undefined;
    this.#scene = undefined;
  }

  /** A slider changes options many times a frame. */
  #drawSoon(): void {
    this.#drawing ??= requestAnimationFrame(() => {
      this.#drawing = undefined;
      this.#draw();
    });
  }

  #draw(): void {
    const scene = this.#scene;
    if (scene === undefined) return;
    const { widthPx, heightPx } = scene.size;
    this.#canvas
      .getContext('2d')
      ?.putImageData(new ImageData(depthPicture(scene, this.#options), widthPx, heightPx), 0, 0);
  }
}
