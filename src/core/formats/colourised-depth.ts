import type { ImageSize } from '../camera/intrinsics';
import type { DepthRow, DepthRows } from '../depth/depth-rows';
import { COLOUR_TABLE_SIZE, type ColourTable } from './colour-map';
import { type DepthScale, nearnessOn } from './depth-scale';

/** Red green blue of masked pixels: a dark grey. */
const MASKED_COLOUR = [46, 48, 52];

/** The index of {@link MASKED_COLOUR} in a palette: behind the colour table. */
const MASKED_ENTRY = COLOUR_TABLE_SIZE;

/**
 * Depth as colours on another grid, row by row: each pixel the mean colour of the depth pixels it covers, or, where
 * that grid is finer, the colour of the one below it. Colours are averaged, not depths, so that no depth is invented
 * between a thing and what stands behind it.
 *
 * @param scale undefined where no pixel is kept
 * @param table the colours, far to near
 * @returns writes row `y` of the new grid, red green blue interleaved
 */
export function colourisedDepth(
  rows: DepthRows,
  size: ImageSize,
  scale: DepthScale | undefined,
  table: ColourTable,
): (y: number, rgb: Uint8Array) => void {
  const palette = Uint8Array.from([...table, ...MASKED_COLOUR]);
  const entryOf = paletteEntries(scale);
  const columns = Array.from({ length: size.widthPx }, (_, x) => coveredRange(x, size.widthPx, rows.size.widthPx));
  const sums = new Uint32Array(3 * size.widthPx);
  return (y, rgb) => {
    const [top, bottom] = coveredRange(y, size.heightPx, rows.size.heightPx);
    sums.fill(0);
    for (let sourceY = top; sourceY < bottom; sourceY++) addColours(rows.row(sourceY), columns, palette, entryOf, sums);
    for (const [x, [left, right]] of columns.entries()) {
      const count = (right - left) * (bottom - top);
      for (let i = 3 * x; i < 3 * x + 3; i++) rgb[i] = Math.round(sums[i]! / count);
    }
  };
}

/** From the first to above the last of `sourceLength` pixels below pixel `i` of `length`: one at least. */
function coveredRange(i: number, length: number, sourceLength: number): readonly [from: number, to: number] {
  const from = Math.floor((i * sourceLength) / length);
  return [from, Math.max(from + 1, Math.floor(((i + 1) * sourceLength) / length))];
}

type PaletteEntryOf = (depthMetres: number, mask: number) => number;

function paletteEntries(scale: DepthScale | undefined): PaletteEntryOf {
  if (scale === undefined) return () => MASKED_ENTRY;
  const nearness = nearnessOn(scale);
  const last = COLOUR_TABLE_SIZE - 1;
  return (depthMetres, mask) =>
    mask === 0 ? Math.round(last * Math.min(1, Math.max(0, nearness(depthMetres)))) : MASKED_ENTRY;
}

function addColours(
  { depthMetres, mask }: DepthRow,
  columns: readonly (readonly [from: number, to: number])[],
  palette: Uint8Array,
  entryOf: PaletteEntryOf,
  sums: Uint32Array,
): void {
  for (let x = 0; x < columns.length; x++) {
    const [left, right] = columns[x]!;
    for (let sourceX = left; sourceX < right; sourceX++) {
      const entry = entryOf(depthMetres[sourceX]!, mask[sourceX]!);
      for (let channel = 0; channel < 3; channel++) sums[3 * x + channel]! += palette[3 * entry + channel]!;
    }
  }
}
