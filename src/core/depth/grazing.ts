import type { ImageSize, Intrinsics } from '../camera/intrinsics';
import { raySlopes } from '../camera/rays';

/** Levels per degree. */
const LEVELS_PER_DEGREE = 100;
const DEGREES_PER_RADIAN = 180 / Math.PI;

/** The greatest level that an angle keeps; 90 degrees keep everything. */
export const grazingLimit = (degrees: number): number => Math.round(LEVELS_PER_DEGREE * degrees);

/**
 * How flatly each pixel's ray meets its surface: the angle between the normal and the way back to the camera, in
 * hundredths of a degree, 0 for a surface seen from straight ahead and 9000 for one seen along itself. Depth is least
 * certain there, and a pixel covers most of the surface.
 *
 * @param size of the grid.
 * @param normals unit normals facing the camera, interleaved [h,w,3].
 * @param normalStretch what their z is multiplied by first: 1 / k where the camera's focal length is k times the one
 * they were made with.
 * @returns levels, [h,w]; 0 where there is no normal.
 */
export function grazingLevels(
  size: ImageSize,
  normals: Float32Array,
  intrinsics: Intrinsics,
  normalStretch: number,
): Uint16Array {
  const { widthPx, heightPx } = size;
  const columnSlopes = raySlopes(widthPx, intrinsics.cxPx, intrinsics.fxPx);
  const rowSlopes = raySlopes(heightPx, intrinsics.cyPx, intrinsics.fyPx);
  const levels = new Uint16Array(widthPx * heightPx);
  for (let y = 0; y < heightPx; y++) {
    const rayY = rowSlopes[y]!;
    for (let x = 0; x < widthPx; x++) {
      const i = y * widthPx + x;
      const rayX = columnSlopes[x]!;
      const normalX = normals[3 * i]!;
      const normalY = normals[3 * i + 1]!;
      const normalZ = normals[3 * i + 2]! * normalStretch;
      const normalSquare = normalX * normalX + normalY * normalY + normalZ * normalZ;
      if (!(normalSquare > 0)) continue;
      const towards = -(normalX * rayX + normalY * rayY + normalZ);
      const cosine = towards / Math.sqrt(normalSquare * (rayX * rayX + rayY * rayY + 1));
      const radians = Math.acos(Math.min(1, Math.max(0, cosine)));
      levels[i] = Math.round(LEVELS_PER_DEGREE * DEGREES_PER_RADIAN * radians);
    }
  }
  return levels;
}
