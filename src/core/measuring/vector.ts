/** Metres, OpenCV camera frame: x right, y down, z forward; or a direction in it. */
export type Vector = readonly [x: number, y: number, z: number];

/** a − b. */
export function subtract(a: Vector, b: Vector): Vector {
  return [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
}

/** a + b. */
export function add(a: Vector, b: Vector): Vector {
  return [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
}

/** a as many times as long. */
export function scaled(a: Vector, factor: number): Vector {
  return [a[0] * factor, a[1] * factor, a[2] * factor];
}

/** The scalar product. */
export function dot(a: Vector, b: Vector): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

/** The vector product, right-handed. */
export function cross(a: Vector, b: Vector): Vector {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}

/** The Euclidean length. */
export function lengthOf(a: Vector): number {
  return Math.hypot(a[0], a[1], a[2]);
}

/** The unit vector along it; undefined for the null vector. */
export function directionOf(a: Vector): Vector | undefined {
  const length = lengthOf(a);
  return length > 0 ? scaled(a, 1 / length) : undefined;
}
