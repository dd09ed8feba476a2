import type { ImageSize } from '../camera/intrinsics';
import { raySlopes } from '../camera/rays';
import type { DepthRow, DepthRows } from '../depth/depth-rows';
import { toFrame, type CloudFrame } from './frame';
import { levelDirections, levelPoints, type Levelling } from './levelling';
import type { PointBatch, PointCloud } from './point-batch';
import { pickStratified } from './thinning';

/** Points a batch holds at least, so that encoders write in large pieces whatever the row length. */
const BATCH_POINTS = 16_384;

/** 8-bit sRGB pixels, interleaved [h,w,3]. */
export interface RgbImage {
  readonly size: ImageSize;
  readonly rgb: Uint8Array;
}

export interface CloudOptions {
  readonly frame: CloudFrame;
  /** At most so many points, spread evenly over those there are; all where undefined. */
  readonly maxPoints: number | undefined;
  /** `flag` keeps masked pixels too, where their depth is a finite number above 0, each with its reasons. */
  readonly masked: 'drop' | 'flag';
  /** Applied before the frame; undefined leaves the cloud as the camera saw it. */
  readonly levelling?: Levelling | undefined;
}

/**
 * The coloured cloud of a depth map: one point per pixel that no mask bit rejects, or that has a depth at all.
 *
 * Pixel (i, j) of depth z lies at X = (i + ½ − cx) · z / fx, Y = (j + ½ − cy) · z / fy, Z = z, metres, OpenCV frame.
 *
 * @param colours picture on the same grid as `rows`.
 * @throws RangeError where the two grids differ.
 */
export function unprojectCloud(rows: DepthRows, colours: RgbImage, options: CloudOptions): PointCloud {
  if (colours.size.widthPx !== rows.size.widthPx || colours.size.heightPx !== rows.size.heightPx) {
    throw new RangeError('a cloud needs its colours on the grid of its depth');
  }
  const withMasked = options.masked === 'flag';
  const visible = countVisible(rows.sketch ?? rows, withMasked);
  const count = Math.min(visible, options.maxPoints ?? visible);
  return {
    count,
    hasNormals: rows.hasNormals,
    hasConfidence: rows.hasConfidence,
    hasMaskReasons: withMasked,
    batches: () => makeBatches(rows, colours.rgb, options, pickStratified(visible, count)),
  };
}

/** Number of pixels that no mask bit rejects, and of those that have a depth nevertheless where asked for. */
export function countVisible(rows: DepthRows, withMasked = false): number {
  let count = 0;
  for (let y = 0; y < rows.size.heightPx; y++) {
    const { mask, depthMetres } = rows.row(y);
    for (let x = 0; x < mask.length; x++) {
      if (mask[x] === 0 || (withMasked && isPlace(depthMetres[x]!))) count++;
    }
  }
  return count;
}

/** NaN is none either. */
const isPlace = (depthMetres: number): boolean => depthMetres > 0 && depthMetres < Infinity;

function* makeBatches(
  rows: DepthRows,
  rgb: Uint8Array,
  { frame, masked, levelling }: CloudOptions,
  picks: () => boolean,
): Generator<PointBatch, void, void> {
  const { widthPx, heightPx } = rows.size;
  const batch = new BatchBuffer(Math.max(BATCH_POINTS, 2 * widthPx), rows, masked === 'flag');
  const columnSlopes = raySlopes(widthPx, rows.intrinsics.cxPx, rows.intrinsics.fxPx);
  const rowSlopes = raySlopes(heightPx, rows.intrinsics.cyPx, rows.intrinsics.fyPx);
  for (let y = 0; y < heightPx; y++) {
    if (batch.room < widthPx) yield batch.take(frame, levelling);
    batch.addRow(rows.row(y), columnSlopes, rowSlopes[y]!, rgb, 3 * y * widthPx, picks);
  }
  if (batch.count > 0) yield batch.take(frame, levelling);
}

/** One batch's arrays, filled row by row and handed out again and again. */
class BatchBuffer {
  count = 0;
  readonly #capacity: number;
  readonly #positions: Float32Array;
  readonly #colours: Uint8Array;
  readonly #normals: Float32Array | undefined;
  readonly #confidence: Float32Array | undefined;
  readonly #maskReasons: Uint8Array | undefined;

  constructor(
    capacity: number,
    has: { readonly hasNormals: boolean; readonly hasConfidence: boolean },
    withMasked: boolean,
  ) {
    this.#capacity = capacity;
    this.#positions = new Float32Array(3 * capacity);
    this.#colours = new Uint8Array(3 * capacity);
    this.#normals = has.hasNormals ? new Float32Array(3 * capacity) : undefined;
    this.#confidence = has.hasConfidence ? new Float32Array(capacity) : undefined;
    this.#maskReasons = withMasked ? new Uint8Array(capacity) : undefined;
  }

  get room(): number {
    return this.#capacity - this.count;
  }

  addRow(
    row: DepthRow,
    columnSlopes: Float64Array,
    rowSlope: number,
    rgb: Uint8Array,
    rgbStart: number,
    picks: () => boolean,
  ): void {
    const positions = this.#positions;
    const colours = this.#colours;
    const normals = this.#normals;
    const confidence = this.#confidence;
    const maskReasons = this.#maskReasons;
    const { depthMetres, mask } = row;
    let count = this.count;
    for (let x = 0; x < mask.length; x++) {
      const depth = depthMetres[x]!;
      if (mask[x] !== 0 && (maskReasons === undefined || !isPlace(depth))) continue;
      if (!picks()) continue;
      const to = 3 * count;
      const from = 3 * x;
      positions[to] = columnSlopes[x]! * depth;
      positions[to + 1] = rowSlope * depth;
      positions[to + 2] = depth;
      colours[to] = rgb[rgbStart + from]!;
      colours[to + 1] = rgb[rgbStart + from + 1]!;
      colours[to + 2] = rgb[rgbStart + from + 2]!;
      if (normals) {
        normals[to] = row.normals![from]!;
        normals[to + 1] = row.normals![from + 1]!;
        normals[to + 2] = row.normals![from + 2]!;
      }
      if (confidence) confidence[count] = row.confidence![x]!;
      if (maskReasons) maskReasons[count] = mask[x]!;
      count++;
    }
    this.count = count;
  }

  /** The points so far, levelled and in the given frame; the buffer starts again empty. */
  take(frame: CloudFrame, levelling: Levelling | undefined): PointBatch {
    const count = this.count;
    if (levelling) {
      levelPoints(this.#positions, count, levelling);
      if (this.#normals) levelDirections(this.#normals, count, levelling);
    }
    toFrame(this.#positions, count, frame);
    if (this.#normals) toFrame(this.#normals, count, frame);
    this.count = 0;
    return {
      count,
      positions: this.#positions,
      colours: this.#colours,
      ...(this.#normals && { normals: this.#normals }),
      ...(this.#confidence && { confidence: this.#confidence }),
      ...(this.#maskReasons && { maskReasons: this.#maskReasons }),
    };
  }
}
