import { shownDepthScale, shownIntrinsics } from './shown-point';
import type { ViewOptions, ViewScene } from './view-scene';
import { isVisible, type VisibilityOptions } from './visible-pixel';

/** At most this many rows, and pixels of each, are looked at: enough for percentiles, whatever the grid. */
const SAMPLES_PER_SIDE = 128;

/** Points of a scene, metres, OpenCV camera frame, one array for each axis. */
export interface PointSample {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly z: Float64Array;
}

/** An even sample of the points that the options show: 128 × 128 of the grid's pixels at most. */
export function sampleVisiblePoints(
  scene: Pick<ViewScene, 'size' | 'depthMetres' | 'mask' | 'intrinsics' | 'followsFocal'>,
  options: VisibilityOptions & Pick<ViewOptions, 'focalScale'>,
): PointSample {
  const { widthPx, heightPx } = scene.size;
  const { fxPx, fyPx, cxPx, cyPx } = shownIntrinsics(scene, options.focalScale);
  const depthScale = shownDepthScale(scene, options.focalScale);
  const stepX = Math.ceil(widthPx / SAMPLES_PER_SIDE);
  const stepY = Math.ceil(heightPx / SAMPLES_PER_SIDE);
  const capacity = Math.ceil(widthPx / stepX) * Math.ceil(heightPx / stepY);
  const sample = { x: new Float64Array(capacity), y: new Float64Array(capacity), z: new Float64Array(capacity) };
  let count = 0;
  for (let row = stepY >> 1; row < heightPx; row += stepY) {
    for (let column = stepX >> 1; column < widthPx; column += stepX) {
      const i = row * widthPx + column;
      const z = scene.depthMetres[i]! * depthScale;
      if (!isVisible(scene, i, z, options)) continue;
      sample.x[count] = ((column + 0.5 - cxPx) * z) / fxPx;
      sample.y[count] = ((row + 0.5 - cyPx) * z) / fyPx;
      sample.z[count++] = z;
    }
  }
  return { x: sample.x.subarray(0, count), y: sample.y.subarray(0, count), z: sample.z.subarray(0, count) };
}
