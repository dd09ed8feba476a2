import type { ImageSize, Intrinsics } from '../camera/intrinsics';
import type { Vector } from './vector';

/** A place on the oriented photo, in its pixels: the first one's centre is (½, ½). Good for any model's grid. */
export interface PhotoPlace {
  readonly xPx: number;
  readonly yPx: number;
}

/** A depth as it is shown, to measure in. All arrays are on one grid. */
export interface MeasurableDepth {
  readonly size: ImageSize;
  /** Oriented size of the photo that the grid lies over. */
  readonly photo: ImageSize;
  /** Planar z in metres, [h,w]. */
  readonly depthMetres: Float32Array;
  /** `MaskReason` bits, [h,w]. */
  readonly mask: Uint8Array;
  /** 0 to 1, [h,w]. */
  readonly confidence?: Float32Array | undefined;
  /** The camera that the depth was made with, in this grid's pixels. */
  readonly intrinsics: Intrinsics;
  /** Whether depth is in proportion to the focal length (canonical models). */
  readonly followsFocal: boolean;
  /** Focal length shown, per focal length of `intrinsics`. */
  readonly focalScale: number;
}

/** A pixel of a photo and where it lies. */
export interface PickedPoint {
  readonly place: PhotoPlace;
  /** Metres, OpenCV camera frame. */
  readonly position: Vector;
  /** Standard deviation of z about the local plane, metres. */
  readonly spreadMetres: number;
  /** Median of the neighbourhood, 0 to 1; undefined where the model tells none. */
  readonly confidence: number | undefined;
}

/** The neighbourhood is 5 × 5. */
const REACH = 2;

/** Of another surface is what lies farther off than this, per depth of the pixel itself. */
const SAME_SURFACE = 0.1;

/**
 * The point of a photo's pixel: its ray at the median z of the valid pixels of its 5 × 5 neighbourhood. Valid is what is
 * not masked and lies within 10 % of the pixel's own depth, so that a pole keeps its own depth before a far wall. A pixel
 * that is masked itself, as those on an outline are, takes its depth from the nearest valid one: of several, the nearest
 * to the camera. Undefined outside of the photo and where nothing of the neighbourhood is valid.
 */
export function pickPoint(depth: MeasurableDepth, place: PhotoPlace): PickedPoint | undefined {
  const { size, photo } = depth;
  const column = Math.floor((place.xPx * size.widthPx) / photo.widthPx);
  const row = Math.floor((place.yPx * size.heightPx) / photo.heightPx);
  if (column < 0 || row < 0 || column >= size.widthPx || row >= size.heightPx) return undefined;
  const valid = validAround(depth, column, row);
  const anchor = nearestOf(valid);
  if (!anchor) return undefined;
  const members = valid.filter(({ z }) => Math.abs(z - anchor.z) <= SAME_SURFACE * anchor.z);
  const zScale = depth.followsFocal ? depth.focalScale : 1;
  const z = medianOf(members.map((member) => member.z)) * zScale;
  const confidences = members.flatMap(({ confidence }) => (confidence === undefined ? [] : [confidence]));
  return {
    place,
    position: pointOnRay(depth, place, z),
    spreadMetres: spreadAboutPlane(members) * zScale,
    confidence: confidences.length > 0 ? medianOf(confidences) : undefined,
  };
}

/** The centre of a grid's pixel as a place on the photo. */
export function placeOfPixel(
  { size, photo }: Pick<MeasurableDepth, 'size' | 'photo'>,
  { column, row }: { readonly column: number; readonly row: number },
): PhotoPlace {
  return {
    xPx: ((column + 0.5) * photo.widthPx) / size.widthPx,
    yPx: ((row + 0.5) * photo.heightPx) / size.heightPx,
  };
}

/** X = (x − cx) · z / f, Y alike: the point of the shown camera's ray at depth z. The ray is that of the grid's pixel. */
function pointOnRay({ size, photo, intrinsics, focalScale }: MeasurableDepth, place: PhotoPlace, z: number): Vector {
  const x = Math.floor((place.xPx * size.widthPx) / photo.widthPx) + 0.5;
  const y = Math.floor((place.yPx * size.heightPx) / photo.heightPx) + 0.5;
  const { fxPx, fyPx, cxPx, cyPx } = intrinsics;
  return [((x - cxPx) * z) / (fxPx * focalScale), ((y - cyPx) * z) / (fyPx * focalScale), z];
}

interface Neighbour {
  readonly across: number;
  readonly down: number;
  readonly z: number;
  readonly confidence: number | undefined;
}

function validAround(
  { size, depthMetres, mask, confidence }: MeasurableDepth,
  column: number,
  row: number,
): readonly Neighbour[] {
  const found: Neighbour[] = [];
  for (let down = -REACH; down <= REACH; down++) {
    for (let across = -REACH; across <= REACH; across++) {
      const [x, y] = [column + across, row + down];
      if (x < 0 || y < 0 || x >= size.widthPx || y >= size.heightPx) continue;
      const i = y * size.widthPx + x;
      const z = depthMetres[i]!;
      if (mask[i] !== 0 || !(z > 0 && z < Infinity)) continue;
      found.push({ across, down, z, confidence: confidence?.[i] });
    }
  }
  return found;
}

function nearestOf(neighbours: readonly Neighbour[]): Neighbour | undefined {
  const distance = ({ across, down }: Neighbour): number => across ** 2 + down ** 2;
  return [...neighbours].sort((a, b) => distance(a) - distance(b) || a.z - b.z)[0];
}

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Root mean square of z about its least-squares plane over the pixels, so that a slant is no spread. */
function spreadAboutPlane(members: readonly Neighbour[]): number {
  const mean = (value: (member: Neighbour) => number): number =>
    members.reduce((sum, member) => sum + value(member), 0) / members.length;
  const [x, y, z] = [mean(({ across }) => across), mean(({ down }) => down), mean((member) => member.z)];
  const xx = mean((m) => (m.across - x) ** 2);
  const yy = mean((m) => (m.down - y) ** 2);
  const xy = mean((m) => (m.across - x) * (m.down - y));
  const xz = mean((m) => (m.across - x) * (m.z - z));
  const yz = mean((m) => (m.down - y) * (m.z - z));
  const determinant = xx * yy - xy * xy;
  // In a single row or column there is no plane: its whole variation counts.
  const slopeX = determinant > 0 ? (xz * yy - yz * xy) / determinant : 0;
  const slopeY = determinant > 0 ? (yz * xx - xz * xy) / determinant : 0;
  return Math.sqrt(mean((m) => (m.z - z - slopeX * (m.across - x) - slopeY * (m.down - y)) ** 2));
}
