import type { DepthMap } from './depth-map';

/** A depth map `factor` times as large; directions, masks and confidence stay. */
export function scaleDepth(map: DepthMap, factor: number): DepthMap {
  return { ...map, depthMetres: map.depthMetres.map((z) => z * factor) };
}
