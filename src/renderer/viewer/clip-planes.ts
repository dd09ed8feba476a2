import { MaskReason } from '../../core/depth/depth-rows';
import { shownDepthScale, shownIntrinsics } from './shown-point';
import type { ViewScene } from './view-scene';

/** Least and greatest depth of a scene, in metres before any focal scale. */
export type DepthExtent = readonly [nearest: number, farthest: number];

/** The corner points of all that a scene may show; interleaved x y z, metres, OpenCV camera frame. */
export type SceneCorners = Float64Array;

/** The near plane comes no nearer than this share of the far plane: 24 bits of depth still tell points apart then. */
const LEAST_NEAR_SHARE = 1e-4;

/** The depths a scene spans, edges and sky included; undefined where no pixel has any. */
export function depthExtent({ depthMetres, mask }: Pick<ViewScene, 'depthMetres' | 'mask'>): DepthExtent | undefined {
  let nearest = Infinity;
  let farthest = 0;
  for (let i = 0; i < depthMetres.length; i++) {
    const depth = depthMetres[i]!;
    if ((mask[i]! & MaskReason.outOfRange) !== 0 || !(depth > 0 && depth < Infinity)) continue;
    if (depth < nearest) nearest = depth;
    if (depth > farthest) farthest = depth;
  }
  return farthest > 0 ? [nearest, farthest] : undefined;
}

/** The eight corners of the photo's own viewing pyramid between a scene's least and greatest depth. */
export function sceneCorners(
  scene: Pick<ViewScene, 'size' | 'intrinsics' | 'followsFocal'>,
  extent: DepthExtent,
  focalScale: number,
): SceneCorners {
  const { widthPx, heightPx } = scene.size;
  const { fxPx, fyPx, cxPx, cyPx } = shownIntrinsics(scene, focalScale);
  const corners: number[] = [];
  for (const depth of extent) {
    const z = depth * shownDepthScale(scene, focalScale);
    for (const column of [0, widthPx]) {
      for (const row of [0, heightPx]) {
        corners.push(((column - cxPx) * z) / fxPx, ((row - cyPx) * z) / fyPx, z);
      }
    }
  }
  return Float64Array.from(corners);
}

/**
 * Near and far plane of a camera, in metres before it, that hold a scene with a little to spare.
 *
 * @param eye the camera's position, OpenCV frame of the photo's camera
 * @param forward the unit vector it looks along, same frame
 */
export function clipPlanes(
  corners: SceneCorners,
  eye: readonly [number, number, number],
  forward: readonly [number, number, number],
): readonly [near: number, far: number] {
  let nearest = Infinity;
  let farthest = 0;
  for (let i = 0; i < corners.length; i += 3) {
    const ahead =
      (corners[i]! - eye[0]) * forward[0] +
      (corners[i + 1]! - eye[1]) * forward[1] +
      (corners[i + 2]! - eye[2]) * forward[2];
    nearest = Math.min(nearest, ahead);
    farthest = Math.max(farthest, ahead);
  }
  if (farthest <= 0) return [0.1, 1];
  const far = 1.05 * farthest;
  return [Math.max(0.95 * nearest, LEAST_NEAR_SHARE * far), far];
}
