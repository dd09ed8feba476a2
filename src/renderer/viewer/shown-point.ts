import type { Intrinsics } from '../../core/camera/intrinsics';
import { pixels } from '../../core/camera/units';
import type { GridPixel, PickedPoint, ViewScene } from './view-scene';

/** What a depth of the scene is multiplied by to be shown at another focal: canonical depth is proportional to it. */
export function shownDepthScale({ followsFocal }: Pick<ViewScene, 'followsFocal'>, focalScale: number): number {
  return followsFocal ? focalScale : 1;
}

/** The camera that a scene is shown with, in grid pixels. */
export function shownIntrinsics({ intrinsics }: Pick<ViewScene, 'intrinsics'>, focalScale: number): Intrinsics {
  return {
    ...intrinsics,
    fxPx: pixels(intrinsics.fxPx * focalScale),
    fyPx: pixels(intrinsics.fyPx * focalScale),
  };
}

/**
 * The point that a pixel is shown as, whether or not the options hide it: z as shown, X = (i + ½ − cx) · z / fx,
 * Y = (j + ½ − cy) · z / fy with the shown focal. So a scene that follows the focal keeps its X and Y and stretches in
 * z, and any other keeps its z and shrinks in X and Y. The vertex shader mirrors this.
 */
export function shownPoint(
  scene: Pick<ViewScene, 'size' | 'depthMetres' | 'intrinsics' | 'followsFocal'>,
  focalScale: number,
  { column, row }: GridPixel,
): PickedPoint {
  const { fxPx, fyPx, cxPx, cyPx } = shownIntrinsics(scene, focalScale);
  const z = scene.depthMetres[row * scene.size.widthPx + column]! * shownDepthScale(scene, focalScale);
  const position = [((column + 0.5 - cxPx) * z) / fxPx, ((row + 0.5 - cyPx) * z) / fyPx, z] as const;
  return { column, row, depthMetres: z, position };
}
