import type { Vector } from '../../core/measuring/vector';
import type { ViewScene } from './view-scene';

/** Red, green and blue of 0 to 1, sRGB as the canvas has it. */
export type Rgb = readonly [red: number, green: number, blue: number];

/** How one of several clouds looks. */
export interface CloudLook {
  readonly isVisible: boolean;
  /** What its points are tinted with; undefined: their own colours. */
  readonly tint: Rgb | undefined;
}

/** How one of several clouds looks, and where it stands. */
export interface CloudPlacement extends CloudLook {
  /** Where its camera is: metres, OpenCV frame of the camera of the photo in view. */
  readonly offsetMetres: Vector;
}

/** Where a cloud stands that is alone: shown as it is, about its own camera. */
export const ALONE: CloudPlacement = { isVisible: true, offsetMetres: [0, 0, 0], tint: undefined };

/** Another photo's cloud, shown beside that of the photo in view. It is looked at, and neither picked nor measured. */
export interface AddedCloud {
  readonly id: string;
  /** Whatever its mask has any bit for is hidden: the masks are those that its prediction came with. */
  readonly scene: ViewScene;
  readonly placement: CloudPlacement;
}
