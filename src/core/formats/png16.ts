import type { DepthRows } from '../depth/depth-rows';
import type { EncodedBytes } from './encoded-bytes';
import { encodePng } from './png';

const LARGEST_VALUE = 65535;

/**
 * The unit for {@link encodePng16}: 0.001 (millimetres, which most readers expect) where the farthest depth fits into
 * 16 bits with it, up to 65.535 m; else the first of 0.002, 0.005, 0.01, 0.02 … that fits.
 *
 * @throws RangeError where the depth is not finite.
 */
export function chooseMetresPerUnit(farthestMetres: number): number {
  if (!Number.isFinite(farthestMetres)) throw new RangeError(`No unit fits a depth of ${farthestMetres} m.`);
  for (let decade = 1; ; decade *= 10) {
    for (const digit of [1, 2, 5]) {
      const metresPerUnit = (digit * decade) / 1000;
      if (Math.round(farthestMetres / metresPerUnit) <= LARGEST_VALUE) return metresPerUnit;
    }
  }
}

/**
 * Planar z as a 16-bit grey PNG: value = depth / `metresPerUnit`, rounded; 0 where masked.
 *
 * A kept depth never becomes 0 (at least 1) and is clipped at 65535. PNG has no field for the unit: it goes into the
 * sidecar.
 */
export function encodePng16(rows: DepthRows, metresPerUnit: number): EncodedBytes {
  return encodePng({
    size: rows.size,
    pixels: 'grey16',
    fillRow(y, into) {
      const { depthMetres, mask } = rows.row(y);
      for (let x = 0; x < rows.size.widthPx; x++) {
        const value = mask[x] === 0 ? quantisedDepth(depthMetres[x]!, metresPerUnit) : 0;
        into[2 * x] = value >> 8;
        into[2 * x + 1] = value & 0xff;
      }
    },
  });
}

function quantisedDepth(depthMetres: number, metresPerUnit: number): number {
  return Math.min(Math.max(Math.round(depthMetres / metresPerUnit), 1), LARGEST_VALUE);
}
