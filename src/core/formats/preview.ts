import type { ImageSize } from '../camera/intrinsics';
import type { DepthRows } from '../depth/depth-rows';
import { COLOUR_TABLES, DIFFERENCE_TABLE, type ColourMapName } from './colour-map';
import { colourisedDepth } from './colourised-depth';
import { depthScaleOf, type DepthScale } from './depth-scale';
import type { EncodedBytes } from './encoded-bytes';
import { drawLegend, LEAST_LEGEND_WIDTH_PX, STRIP_COLOUR, type LegendUnit } from './legend';
import { encodePng } from './png';
import { filledRaster } from './rgb-raster';

export interface PreviewOptions {
  readonly colourMap: ColourMapName | 'difference';
  /** Undefined takes the picture's own; given, pictures can be compared by their colours. */
  readonly scale?: DepthScale | undefined;
  /** What the numbers are; metres where undefined. */
  readonly unit?: LegendUnit;
}

/** The longer side of the depth picture, whatever the grid; the legend's strip comes on top. */
const LONGER_SIDE_PX = 1024;

/**
 * Depth as a picture to look at: a PNG of 8-bit sRGB, colour linear in the logarithm of depth between the 2nd and the
 * 98th percentile, near in the warm colours, masked pixels dark grey, and below it a legend in metres (none where
 * nothing is kept). Rows are asked for several times.
 */
export function encodePreview(rows: DepthRows, options: PreviewOptions): EncodedBytes {
  const table = options.colourMap === 'difference' ? DIFFERENCE_TABLE : COLOUR_TABLES[options.colourMap];
  const scale = options.scale ?? depthScaleOf(rows);
  const picture = previewSize(rows.size);
  const widthPx = Math.max(picture.widthPx, LEAST_LEGEND_WIDTH_PX);
  const legend =
    scale === undefined ? filledRaster(widthPx, 0, STRIP_COLOUR) : drawLegend(widthPx, scale, table, options.unit);
  const margin = filledRaster(widthPx, 1, STRIP_COLOUR);
  const left = Math.floor((widthPx - picture.widthPx) / 2);
  const colouriseRow = colourisedDepth(rows, picture, scale, table);
  return encodePng({
    size: { widthPx, heightPx: picture.heightPx + legend.heightPx },
    pixels: 'rgb8',
    fillRow(y, into) {
      if (y < picture.heightPx) {
        into.set(margin.rgb);
        colouriseRow(y, into.subarray(3 * left, 3 * (left + picture.widthPx)));
      } else {
        const from = 3 * widthPx * (y - picture.heightPx);
        into.set(legend.rgb.subarray(from, from + 3 * widthPx));
      }
    },
  });
}

/** The size of the depth picture in a preview: depth on that very grid gives the sharpest one. */
export function previewSize({ widthPx, heightPx }: ImageSize): ImageSize {
  const scale = LONGER_SIDE_PX / Math.max(widthPx, heightPx);
  return { widthPx: Math.max(1, Math.round(widthPx * scale)), heightPx: Math.max(1, Math.round(heightPx * scale)) };
}
