import { type Object3D, Scene } from 'three';
import type { SceneCorners } from './clip-planes';
import { type AddedCloud, ALONE, type CloudLook } from './cloud-placement';
import { PlacedCloud } from './placed-cloud';
import { noLevels, optionsBeside } from './scene-beside';
import { sharePoints } from './share-points';
import type { GridPixel, ViewOptions, ViewScene } from './view-scene';
import type { PointSample } from './visible-sample';

interface Beside extends Pick<AddedCloud, 'scene'> {
  readonly levels: ViewOptions['levels'];
  readonly placed: PlacedCloud;
}

/** The cloud of the photo in view, and those of other photos that were added, as one thing to draw. */
export class CloudScene {
  /** The points in colour. */
  readonly visibleScene = new Scene();
  /** What is drawn over the points and is none of them: the marker, and guides. */
  readonly overlayScene = new Scene();
  /** The points as indices: those of the photo in view, where no other cloud's hide them. */
  readonly pickScene = new Scene();
  readonly #own: PlacedCloud;
  readonly #beside = new Map<string, Beside>();
  #options: ViewOptions;

  /** @param guides drawn over the points, while there are any */
  constructor(options: ViewOptions, guides: Object3D) {
    this.#options = options;
    this.#own = new PlacedCloud(options);
    this.visibleScene.add(this.#own.cloud.points);
    this.pickScene.add(this.#own.cloud.pickPoints);
    this.overlayScene.add(guides, this.#own.cloud.marker);
    this.overlayScene.visible = false;
  }

  /** Takes the scene of the photo in view over from the one before. */
  show(scene: ViewScene | undefined, options: ViewOptions): void {
    this.#own.show(scene, options);
    this.overlayScene.visible = scene !== undefined;
    this.setOptions(options);
  }

  setOptions(options: ViewOptions): void {
    this.#options = options;
    this.#own.setOptions(options);
    for (const { placed, levels } of this.#beside.values()) placed.setOptions(optionsBeside(options, levels));
  }

  /** Places the clouds. Of one that is not among them any more nothing stays on the GPU. */
  arrange(own: CloudLook, added: readonly AddedCloud[]): void {
    this.#own.place({ ...ALONE, ...own });
    const scenes = new Map(added.map(({ id, scene }) => [id, scene]));
    for (const [id, { scene, placed }] of this.#beside) if (scenes.get(id) !== scene) this.#remove(id, placed);
    for (const cloud of added) {
      const { placed } = this.#beside.get(cloud.id) ?? this.#add(cloud);
      placed.place(cloud.placement);
    }
  }

  /** Pixels of all clouds shown that a point is drawn for. */
  get drawablePixels(): number {
    return this.#clouds.reduce((sum, { drawablePixels }) => sum + drawablePixels, 0);
  }

  /** Draws about so many points, shared among the clouds that are shown. */
  setPoints(points: number): void {
    const clouds = this.#clouds;
    const shares = sharePoints(
      points,
      clouds.map(({ drawablePixels }) => drawablePixels),
    );
    for (const [i, { cloud }] of clouds.entries()) cloud.setPoints(shares[i]!);
  }

  /** Rings the point of a pixel of the photo in view, or none. */
  mark(pixel: GridPixel | undefined): void {
    this.#own.cloud.mark(pixel);
  }

  setDrawingSize(heightPx: number, pixelRatio: number): void {
    for (const { cloud } of this.#clouds) cloud.setDrawingSize(heightPx, pixelRatio);
  }

  setPickSize(heightPx: number): void {
    for (const { cloud } of this.#clouds) cloud.setPickSize(heightPx);
  }

  /** Where anything of the clouds shown may be. */
  corners(): SceneCorners {
    return Float64Array.from(this.#clouds.flatMap((cloud) => Array.from(cloud.corners())));
  }

  /** An even sample of the points that are shown, of each cloud. */
  samples(): readonly PointSample[] {
    return this.#clouds.map((cloud) => cloud.sample());
  }

  /** How many points are shown. */
  countPoints(): number {
    return this.#clouds.reduce((sum, cloud) => sum + cloud.countPoints(), 0);
  }

  /** Lets go of all that lies on the GPU. What is shown comes back with the next frame. */
  forgetGpu(): void {
    for (const { cloud } of this.#clouds) cloud.forgetGpu();
  }

  dispose(): void {
    for (const { cloud } of this.#clouds) cloud.dispose();
  }

  get #clouds(): readonly PlacedCloud[] {
    return [this.#own, ...Array.from(this.#beside.values(), ({ placed }) => placed)];
  }

  #add({ id, scene }: AddedCloud): Beside {
    const levels = noLevels(scene);
    const placed = new PlacedCloud(this.#options);
    placed.cloud.setPickable(false);
    placed.show(scene, optionsBeside(this.#options, levels));
    this.visibleScene.add(placed.cloud.points);
    this.pickScene.add(placed.cloud.pickPoints);
    const beside = { scene, levels, placed };
    this.#beside.set(id, beside);
    return beside;
  }

  #remove(id: string, { cloud }: PlacedCloud): void {
    cloud.points.removeFromParent();
    cloud.pickPoints.removeFromParent();
    cloud.dispose();
    this.#beside.delete(id);
  }
}
