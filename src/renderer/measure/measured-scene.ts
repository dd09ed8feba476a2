import type { DepthResult } from '../../contract/estimate';
import type { PhotoCamera } from '../../core/camera/photo-camera';
import { type Level, levelOf } from '../../core/measuring/level';
import { measuredQuantities, type MeasuringFrame } from '../../core/measuring/measured-quantities';
import type { LevelChoice, Measurements } from '../../core/measuring/measurement';
import type { MeasuredItem } from '../../core/measuring/measurements-report';
import { type MeasurableDepth, pickPoint } from '../../core/measuring/picked-point';
import { memoize } from '../state/memoize';
import { focalScaleOf } from '../state/viewer';

/** What is measured in the depth in view. */
export interface MeasuredScene {
  readonly depth: MeasurableDepth;
  /** The ground that was chosen; undefined where none was, or none is there. */
  readonly level: Level | undefined;
  readonly items: readonly MeasuredItem[];
}

/**
 * All that was measured, with its points and numbers. Every part of the window that shows some of it asks: what is asked
 * again is answered from memory.
 */
export const measuredScene = memoize(
  (
    result: DepthResult,
    focalPx: number | undefined,
    camera: PhotoCamera,
    measurements: Measurements,
  ): MeasuredScene => {
    const depth = measurableOf(result, focalPx);
    const level = groundOf(depth, measurements.level);
    return { depth, level, items: itemsOf(depth, measurements, frameOf(result, camera, level)) };
  },
);

/** A depth that has come, to measure in at the focal length shown. */
const measurableOf = memoize((depth: DepthResult, focalPx: number | undefined): MeasurableDepth => {
  const { widthPx, heightPx, photo, depthMetres, mask, confidence, intrinsics, followsFocal } = depth;
  const focalScale = focalScaleOf(depth, focalPx);
  return { size: { widthPx, heightPx }, photo, depthMetres, mask, confidence, intrinsics, followsFocal, focalScale };
});

const groundOf = memoize(
  (depth: MeasurableDepth, choice: LevelChoice | undefined): Level | undefined => choice && levelOf(depth, choice),
);

/** What the ± of a depth's measurements rests on. */
function frameOf(depth: DepthResult, camera: PhotoCamera, level: Level | undefined): MeasuringFrame {
  return {
    focal: camera.trust,
    scaleIsCorrected: depth.scale !== undefined,
    followsFocal: depth.followsFocal,
    up: level?.up,
  };
}

function itemsOf(depth: MeasurableDepth, { list }: Measurements, frame: MeasuringFrame): readonly MeasuredItem[] {
  return list.map((measurement) => {
    const points = measurement.places.map((place) => pickPoint(depth, place));
    return { measurement, points, quantities: measuredQuantities(measurement.kind, points, frame) };
  });
}
