import { depthExtent, type DepthExtent, type SceneCorners, sceneCorners } from './clip-planes';
import { ALONE, type CloudPlacement } from './cloud-placement';
import { PointCloud } from './point-cloud';
import { shownDepthScale } from './shown-point';
import type { ViewOptions, ViewScene } from './view-scene';
import { isVisible } from './visible-pixel';
import { type PointSample, sampleVisiblePoints } from './visible-sample';

/** A scene at its place in the view, as something to draw and as numbers about what is drawn. */
export class PlacedCloud {
  readonly cloud = new PointCloud();
  #shown: { readonly scene: ViewScene; readonly extent: DepthExtent | undefined } | undefined;
  #options: ViewOptions;
  #placement = ALONE;

  constructor(options: ViewOptions) {
    this.#options = options;
  }

  show(scene: ViewScene | undefined, options: ViewOptions): void {
    this.#shown = scene && { scene, extent: depthExtent(scene) };
    this.#options = options;
    this.cloud.show(scene, options);
  }

  setOptions(options: ViewOptions): void {
    this.#options = options;
    this.cloud.setOptions(options);
  }

  place(placement: CloudPlacement): void {
    this.#placement = placement;
    this.cloud.place(placement);
  }

  /** Pixels of the grid that a point is drawn for; 0 while the cloud is not shown. */
  get drawablePixels(): number {
    return this.#visible?.scene.mask.length ?? 0;
  }

  /** Where anything of it may be, in the frame of the view; none while it is not shown. */
  corners(): SceneCorners {
    const { scene, extent } = this.#visible ?? {};
    if (!scene || !extent) return new Float64Array();
    const [x, y, z] = this.#placement.offsetMetres;
    const offset = [x, y, z];
    return sceneCorners(scene, extent, this.#options.focalScale).map((value, i) => value + offset[i % 3]!);
  }

  /** An even sample of the points that are shown, in the frame of the view. */
  sample(): PointSample {
    const scene = this.#visible?.scene;
    if (!scene) return { x: new Float64Array(), y: new Float64Array(), z: new Float64Array() };
    const sample = sampleVisiblePoints(scene, this.#options);
    const [x, y, z] = this.#placement.offsetMetres;
    const moved = (values: Float64Array, by: number): Float64Array => values.map((value) => value + by);
    return { x: moved(sample.x, x), y: moved(sample.y, y), z: moved(sample.z, z) };
  }

  /** How many points are shown. */
  countPoints(): number {
    const scene = this.#visible?.scene;
    if (!scene) return 0;
    const depthScale = shownDepthScale(scene, this.#options.focalScale);
    let count = 0;
    for (let i = 0; i < scene.mask.length; i++) {
      if (isVisible(scene, i, scene.depthMetres[i]! * depthScale, this.#options)) count++;
    }
    return count;
  }

  get #visible(): { readonly scene: ViewScene; readonly extent: DepthExtent | undefined } | undefined {
    return this.#placement.isVisible ? this.#shown : undefined;
  }
}
