import type { PointCloud } from './point-batch';

/** The least box, along the axes, that holds a cloud: x y z each, in the cloud's unit and frame. */
export interface CloudBounds {
  readonly min: readonly [number, number, number];
  readonly max: readonly [number, number, number];
}

/** Goes through all points once; a cloud without points has bounds of 0. */
export function cloudBounds(cloud: PointCloud): CloudBounds {
  let [minX, minY, minZ] = [Infinity, Infinity, Infinity];
  let [maxX, maxY, maxZ] = [-Infinity, -Infinity, -Infinity];
  for (const { count, positions } of cloud.batches()) {
    for (let i = 0; i < 3 * count; i += 3) {
      const x = positions[i]!;
      const y = positions[i + 1]!;
      const z = positions[i + 2]!;
      if (x < minX) minX = x;
      if (x > maxX) maxX = x;
      if (y < minY) minY = y;
      if (y > maxY) maxY = y;
      if (z < minZ) minZ = z;
      if (z > maxZ) maxZ = z;
    }
  }
  if (minX > maxX) return { min: [0, 0, 0], max: [0, 0, 0] };
  return { min: [minX, minY, minZ], max: [maxX, maxY, maxZ] };
}
