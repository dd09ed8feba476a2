import type { DepthRows } from '../depth/depth-rows';
import type { CloudFrame } from './frame';
import type { Levelling } from './levelling';
import { UNITS_PER_METRE, type LengthUnit } from './length-unit';
import { pickVoxels, pickedCloud, type Picks } from './pick-voxels';
import type { PointCloud } from './point-batch';
import { pickStratified } from './thinning';
import { unprojectCloud, type RgbImage } from './unproject';

/** What becomes of a photo's points, whatever frame and unit they are written in. */
export interface CloudShape {
  /** At most so many points, spread evenly; all where undefined. */
  readonly maxPoints: number | undefined;
  /** Edge of the cubic cells of which one point is kept each; all points where undefined. */
  readonly voxelMetres: number | undefined;
  /** Whether masked pixels of a known depth are left out, or kept with their reasons. */
  readonly masked: MaskedPoints;
  readonly normals: boolean;
  readonly confidence: boolean;
  /** Undefined leaves the points as the camera saw them. */
  readonly levelling?: Levelling | undefined;
}

export const MASKED_POINTS = ['drop', 'flag'] as const;
export type MaskedPoints = (typeof MASKED_POINTS)[number];

/**
 * Makes the cloud of a depth map in any frame and unit: always the same points in the same order.
 *
 * Cells are thinned first, in metres and the camera's own axes, then points to at most `maxPoints`.
 *
 * @throws RangeError where depth and colours are on different grids.
 */
export function shapeClouds(
  rows: DepthRows,
  colours: RgbImage,
  shape: CloudShape,
): (frame: CloudFrame, unit: LengthUnit) => PointCloud {
  const { voxelMetres, maxPoints, masked, levelling } = shape;
  if (voxelMetres === undefined) {
    return (frame, unit) =>
      finished(unprojectCloud(rows, colours, { frame, maxPoints, masked, levelling }), unit, shape);
  }
  const whole = { maxPoints: undefined, masked };
  let picks: Picks | undefined;
  return (frame, unit) => {
    const metric = unprojectCloud(rows, colours, { ...whole, frame: 'opencv' });
    picks ??= atMost(pickVoxels(metric, voxelMetres), metric.count, maxPoints);
    return finished(pickedCloud(unprojectCloud(rows, colours, { ...whole, frame, levelling }), picks), unit, shape);
  };
}

function atMost(picks: Picks, total: number, most: number | undefined): Picks {
  if (most === undefined || most >= picks.count) return picks;
  const fewer = new Uint8Array(Math.ceil(total / 8));
  const isTaken = pickStratified(picks.count, most);
  for (let i = 0; i < total; i++) {
    if (picks.isPicked(i) && isTaken()) fewer[i >> 3] = fewer[i >> 3]! | (1 << (i & 7));
  }
  return { count: most, isPicked: (point) => ((fewer[point >> 3]! >> (point & 7)) & 1) === 1 };
}

function finished(cloud: PointCloud, unit: LengthUnit, { normals, confidence }: CloudShape): PointCloud {
  return inUnit(
    { ...cloud, hasNormals: cloud.hasNormals && normals, hasConfidence: cloud.hasConfidence && confidence },
    UNITS_PER_METRE[unit],
  );
}

function inUnit(cloud: PointCloud, unitsPerMetre: number): PointCloud {
  if (unitsPerMetre === 1) return cloud;
  return {
    ...cloud,
    *batches() {
      for (const batch of cloud.batches()) {
        const { positions, count } = batch;
        // In place: the array is the batch's own until the next one.
        for (let i = 0; i < 3 * count; i++) positions[i] = positions[i]! * unitsPerMetre;
        yield batch;
      }
    },
  };
}
