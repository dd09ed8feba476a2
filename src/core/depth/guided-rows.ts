import type { Intrinsics } from '../camera/intrinsics';
import type { RgbImage } from '../cloud/unproject';
import type { DepthMap } from './depth-map';
import type { DepthRow, DepthRows } from './depth-rows';
import { resampleRows, SAME_SURFACE } from './resample';

/** Old pixels to either side of a new one that it may belong to. */
const REACH = 2;
const SIDE = 2 * REACH + 1;

/** Standard deviations of the weights: distance in old pixels, and root mean square of the channels' differences. */
const SIGMA_PX = 1;
const SIGMA_COLOUR = 10;

/** Weights by the mean of the channels' squared differences, a whole number. */
const COLOUR_WEIGHTS = Float32Array.from({ length: 255 * 255 + 1 }, (_, square) =>
  Math.exp(-square / (2 * SIGMA_COLOUR ** 2)),
);

/**
 * A depth map on the photo's own grid as {@link resampleRows} makes it, but with the photo deciding where one surface
 * ends and the next begins: joint bilateral upsampling (Kopf et al., SIGGRAPH 2007) that never mixes two surfaces.
 *
 * Near an edge a new pixel belongs either to the surface of its nearest old pixel or to that of the old pixel, of 5 × 5,
 * that is most like it in place and colour: to the one with the greater weight in all. Where that is not the nearest
 * one's, its disparity is the weighted mean of that surface's pixels, and normal and confidence are of the likest one.
 * Masks stay those of the nearest old pixel: what flies is no surface, and is not made one. Away from edges nothing
 * changes and nothing is computed.
 *
 * @param colours the photo on the map's grid.
 * @param photo the photo, on the grid to come.
 * @param intrinsics the photo's camera in pixels of `photo`.
 */
export function guidedRows(map: DepthMap, colours: RgbImage, photo: RgbImage, intrinsics: Intrinsics): DepthRows {
  const plain = resampleRows(map, photo.size, intrinsics);
  const edges = nearSteps(map);
  const columns = axisWeights(photo.size.widthPx, map.size.widthPx);
  const lines = axisWeights(photo.size.heightPx, map.size.heightPx);
  const neighbours = new Neighbours(map, colours.rgb);
  return {
    ...plain,
    sketch: plain,
    row: (y): DepthRow => {
      const row = plain.row(y);
      const line = lines.nearest[y]!;
      for (let x = 0; x < photo.size.widthPx; x++) {
        const column = columns.nearest[x]!;
        if (row.mask[x] !== 0 || edges[line * map.size.widthPx + column] === 0) continue;
        const at = 3 * (y * photo.size.widthPx + x);
        neighbours.weigh(column, line, columns.weights, SIDE * x, lines.weights, SIDE * y, photo.rgb, at);
        if (neighbours.isNearestRight()) continue;
        row.depthMetres[x] = neighbours.depthMetres();
        copyPixel(map, neighbours.likest, row, x);
      }
      return row;
    },
  };
}

function copyPixel(map: DepthMap, from: number, row: DepthRow, to: number): void {
  if (row.confidence) row.confidence[to] = map.confidence![from]!;
  if (row.normals) row.normals.set(map.normals!.subarray(3 * from, 3 * from + 3), 3 * to);
}

/** For each new pixel of an axis: the nearest old one, and the weights of the {@link SIDE} about that one. */
interface AxisWeights {
  readonly nearest: Int32Array;
  readonly weights: Float32Array;
}

function axisWeights(newLength: number, oldLength: number): AxisWeights {
  const nearest = new Int32Array(newLength);
  const weights = new Float32Array(SIDE * newLength);
  for (let i = 0; i < newLength; i++) {
    const at = Math.min(oldLength - 1, Math.max(0, ((i + 0.5) * oldLength) / newLength - 0.5));
    nearest[i] = Math.min(oldLength - 1, Math.floor(at + 0.5));
    for (let k = 0; k < SIDE; k++) {
      const distance = nearest[i]! + k - REACH - at;
      weights[SIDE * i + k] = Math.exp((-distance * distance) / (2 * SIGMA_PX ** 2));
    }
  }
  return { nearest, weights };
}

/** The old pixels about a new one, with their weights; used again and again. */
class Neighbours {
  /** The old pixel that is most like the new one. */
  likest = 0;
  readonly #map: DepthMap;
  readonly #colours: Uint8Array;
  readonly #disparity = new Float64Array(SIDE * SIDE);
  readonly #weights = new Float64Array(SIDE * SIDE);
  #count = 0;
  #nearestDisparity = 0;
  #likestDisparity = 0;

  constructor(map: DepthMap, colours: Uint8Array) {
    this.#map = map;
    this.#colours = colours;
  }

  /** Looks at the pixels about (column, line) that no mask rejects; the new pixel's colour stands at `rgb[at]`. */
  weigh(
    column: number,
    line: number,
    columnWeights: Float32Array,
    columnStart: number,
    lineWeights: Float32Array,
    lineStart: number,
    rgb: Uint8Array,
    at: number,
  ): void {
    const { size, mask, depthMetres } = this.#map;
    const colours = this.#colours;
    const [red, green, blue] = [rgb[at]!, rgb[at + 1]!, rgb[at + 2]!];
    let greatest = -1;
    let count = 0;
    for (let y = Math.max(0, line - REACH); y <= Math.min(size.heightPx - 1, line + REACH); y++) {
      const lineWeight = lineWeights[lineStart + y - line + REACH]!;
      for (let x = Math.max(0, column - REACH); x <= Math.min(size.widthPx - 1, column + REACH); x++) {
        const i = y * size.widthPx + x;
        if (mask[i] !== 0) continue;
        const reds = red - colours[3 * i]!;
        const greens = green - colours[3 * i + 1]!;
        const blues = blue - colours[3 * i + 2]!;
        const square = Math.floor((reds * reds + greens * greens + blues * blues) / 3);
        const weight = columnWeights[columnStart + x - column + REACH]! * lineWeight * COLOUR_WEIGHTS[square]!;
        const disparity = 1 / depthMetres[i]!;
        this.#weights[count] = weight;
        this.#disparity[count++] = disparity;
        if (weight <= greatest) continue;
        greatest = weight;
        this.likest = i;
        this.#likestDisparity = disparity;
      }
    }
    this.#count = count;
    this.#nearestDisparity = 1 / depthMetres[line * size.widthPx + column]!;
  }

  /** Whether the nearest old pixel's surface weighs as much as the likest one's, or is the same. */
  isNearestRight(): boolean {
    const nearest = this.#nearestDisparity;
    const likest = this.#likestDisparity;
    if (Math.abs(likest - nearest) <= SAME_SURFACE * nearest) return true;
    let balance = 0;
    for (let k = 0; k < this.#count; k++) {
      const disparity = this.#disparity[k]!;
      if (Math.abs(disparity - nearest) <= SAME_SURFACE * nearest) balance += this.#weights[k]!;
      if (Math.abs(disparity - likest) <= SAME_SURFACE * likest) balance -= this.#weights[k]!;
    }
    return balance >= 0;
  }

  /** Of the likest pixel's surface. */
  depthMetres(): number {
    const likest = this.#likestDisparity;
    let sum = 0;
    let total = 0;
    for (let k = 0; k < this.#count; k++) {
      const disparity = this.#disparity[k]!;
      if (Math.abs(disparity - likest) > SAME_SURFACE * likest) continue;
      sum += this.#weights[k]! * disparity;
      total += this.#weights[k]!;
    }
    return total / sum;
  }
}

/** 1 at pixels with another surface within reach, [h,w]: only there a choice is to be made. */
function nearSteps({ size: { widthPx, heightPx }, depthMetres, mask }: DepthMap): Uint8Array {
  const least = new Float32Array(mask.length).fill(Infinity);
  const greatest = new Float32Array(mask.length);
  for (let i = 0; i < mask.length; i++) if (mask[i] === 0) least[i] = greatest[i] = 1 / depthMetres[i]!;
  spread(least, widthPx, heightPx, Math.min);
  spread(greatest, widthPx, heightPx, Math.max);
  return Uint8Array.from(least, (value, i) => (greatest[i]! > (1 + SAME_SURFACE) * value ? 1 : 0));
}

/** Replaces each value by the chosen one of all within reach, along rows and then along columns. */
function spread(
  values: Float32Array,
  widthPx: number,
  heightPx: number,
  choose: (a: number, b: number) => number,
): void {
  const before = new Float32Array(Math.max(widthPx, heightPx));
  const along = (first: number, stride: number, length: number): void => {
    for (let k = 0; k < length; k++) before[k] = values[first + k * stride]!;
    for (let k = 0; k < length; k++) {
      let value = before[k]!;
      const last = Math.min(length - 1, k + REACH);
      for (let other = Math.max(0, k - REACH); other <= last; other++) value = choose(value, before[other]!);
      values[first + k * stride] = value;
    }
  };
  for (let y = 0; y < heightPx; y++) along(y * widthPx, 1, widthPx);
  for (let x = 0; x < widthPx; x++) along(x, widthPx, heightPx);
}
