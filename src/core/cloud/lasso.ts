import type { ImageSize, Intrinsics } from '../camera/intrinsics';
import { raySlopes } from '../camera/rays';

/** A place of a view: −1 to 1 from its left edge to its right and from its bottom edge to its top. */
export type ViewPlace = readonly [x: number, y: number];

/** An outline drawn over a view of the cloud. It cuts at all depths: what lies behind what is seen as well. */
export interface LassoStroke {
  /** Which points stay. */
  readonly keeps: 'inside' | 'outside';
  /**
   * The view that it was drawn in: a 3 × 4 projection matrix, row by row, from the camera's frame (OpenCV, metres) to
   * homogeneous places of the view. What has a third coordinate of 0 or less lies behind the view, thus outside.
   */
  readonly projection: readonly number[];
  /** Corners in order, three at least; the last is joined to the first. What it winds around is inside. */
  readonly outline: readonly ViewPlace[];
}

/** More strokes of one photo, or corners of one stroke, are not taken. */
export const MOST_STROKES = 32;
export const MOST_CORNERS = 256;

interface Grid {
  readonly size: ImageSize;
  readonly intrinsics: Intrinsics;
  readonly depthMetres: Float32Array;
}

/**
 * Marks the pixels whose points a stroke cuts away with 1 and leaves the others, so that strokes add up.
 *
 * @param cut [h,w], changed
 */
function cutByStroke(stroke: LassoStroke, grid: Grid, cut: Uint8Array): void {
  const { keeps, projection, outline } = stroke;
  const { size, intrinsics, depthMetres } = grid;
  const isInside = insideTest(outline);
  const across = raySlopes(size.widthPx, intrinsics.cxPx, intrinsics.fxPx);
  const down = raySlopes(size.heightPx, intrinsics.cyPx, intrinsics.fyPx);
  const [xx, xy, xz, x1, yx, yy, yz, y1, wx, wy, wz, w1] = projection as ProjectionNumbers;
  const cutsInside = keeps === 'outside';
  let pixel = 0;
  for (const slope of down) {
    const [xRow, yRow, wRow] = [xy * slope + xz, yy * slope + yz, wy * slope + wz];
    for (let column = 0; column < across.length; column++, pixel++) {
      const z = depthMetres[pixel]!;
      const w = (wx * across[column]! + wRow) * z + w1;
      const x = ((xx * across[column]! + xRow) * z + x1) / w;
      const y = ((yx * across[column]! + yRow) * z + y1) / w;
      if ((w > 0 && isInside(x, y)) === cutsInside) cut[pixel] = 1;
    }
  }
}

/**
 * The pixels whose points any of the strokes cuts away: 1, the others 0, [h,w]. Viewer and exporter both call it, on
 * the same floats.
 */
export function cutByLasso(strokes: readonly LassoStroke[], grid: Grid): Uint8Array<ArrayBuffer> {
  const cut = new Uint8Array(grid.depthMetres.length);
  for (const stroke of strokes) cutByStroke(stroke, grid, cut);
  return cut;
}

type ProjectionNumbers = readonly [
  ...[number, number, number, number],
  ...[number, number, number, number],
  ...[number, number, number, number],
];

/** The outline's height is parted into so many bands: a place is compared with the edges of its own band alone. */
const BANDS = 256;

/** Whether an outline winds around a place (non-zero rule): crossings of the ray to the right, each with its sense. */
function insideTest(outline: readonly ViewPlace[]): (x: number, y: number) => boolean {
  const [left, right] = extent(outline.map(([x]) => x));
  const [bottom, top] = extent(outline.map(([, y]) => y));
  const bandOf = (y: number): number => Math.min(Math.floor(((y - bottom) / (top - bottom)) * BANDS), BANDS - 1);
  const bands = Array.from({ length: BANDS }, (): number[] => []);
  for (const [i, [x0, y0]] of outline.entries()) {
    const [x1, y1] = outline[(i + 1) % outline.length]!;
    if (y0 === y1) continue;
    for (let band = bandOf(Math.min(y0, y1)); band <= bandOf(Math.max(y0, y1)); band++) {
      bands[band]!.push(x0, y0, x1, y1);
    }
  }
  return (x, y) => {
    // Written so that NaN is outside.
    if (!(x >= left && x <= right && y >= bottom && y < top)) return false;
    const edges = bands[bandOf(y)]!;
    let winding = 0;
    for (let i = 0; i < edges.length; i += 4) {
      const [x0, y0, x1, y1] = [edges[i]!, edges[i + 1]!, edges[i + 2]!, edges[i + 3]!];
      if (y0 <= y === y1 <= y) continue;
      if (x < x0 + ((y - y0) / (y1 - y0)) * (x1 - x0)) winding += y1 > y0 ? 1 : -1;
    }
    return winding !== 0;
  };
}

function extent(values: readonly number[]): readonly [least: number, most: number] {
  return [Math.min(...values), Math.max(...values)];
}
