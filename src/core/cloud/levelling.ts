import { levelRotation, type Level } from '../measuring/level';
import { scaled, type Vector } from '../measuring/vector';

/**
 * What makes a cloud level: P′ = rotation · P + translation. Before and after it x is right, y down and z forward, as OpenCV
 * has them; after it forward runs along the ground, y is 0 on the ground, and the origin lies there below the camera.
 */
export interface Levelling {
  /** Its rows, in the camera's axes. */
  readonly rotation: readonly [right: Vector, down: Vector, forward: Vector];
  readonly translationMetres: Vector;
}

/** The levelling by a ground: the axes and grid that the viewer shows for it. */
export function levellingOf(level: Level): Levelling {
  const [right, forward, up] = levelRotation(level);
  return { rotation: [right, scaled(up, -1), forward], translationMetres: [0, level.offsetMetres, 0] };
}

/** Rewrites `count` interleaved points in place, in the OpenCV frame. @param unitsPerMetre of the points' unit */
export function levelPoints(
  points: Float32Array,
  count: number,
  { rotation, translationMetres }: Levelling,
  unitsPerMetre = 1,
): void {
  transform(points, count, rotation, scaled(translationMetres, unitsPerMetre));
}

/** Rewrites `count` interleaved directions in place, in the OpenCV frame. */
export function levelDirections(directions: Float32Array, count: number, { rotation }: Levelling): void {
  transform(directions, count, rotation, [0, 0, 0]);
}

function transform(
  vectors: Float32Array,
  count: number,
  [[xx, xy, xz], [yx, yy, yz], [zx, zy, zz]]: Levelling['rotation'],
  [toX, toY, toZ]: Vector,
): void {
  for (let i = 0; i < 3 * count; i += 3) {
    const x = vectors[i]!;
    const y = vectors[i + 1]!;
    const z = vectors[i + 2]!;
    vectors[i] = xx * x + xy * y + xz * z + toX;
    vectors[i + 1] = yx * x + yy * y + yz * z + toY;
    vectors[i + 2] = zx * x + zy * y + zz * z + toZ;
  }
}
