import { COLOUR_TABLE_SIZE, type ColourTable } from './colour-map';
import { type DepthScale, nearnessOn } from './depth-scale';
import { drawText, textWidthPx } from './legend-font';
import { legendTicks } from './legend-ticks';
import { fillColumn, filledRaster, type Rgb, type RgbRaster } from './rgb-raster';

const INK: Rgb = [222, 225, 230];

const MARGIN_PX = 40;
const BAR_TOP_PX = 20;
const BAR_BOTTOM_PX = 38;
const TICK_BOTTOM_PX = 46;
const LABEL_TOP_PX = 54;
const DIGIT_HEIGHT_PX = 20;
const LEGEND_HEIGHT_PX = 94;
const LEAST_LABEL_GAP_PX = 24;

/** What the strip is drawn on. */
export const STRIP_COLOUR: Rgb = [22, 24, 28];

/** The least width at which a bar with a few labels is of use. */
export const LEAST_LEGEND_WIDTH_PX = 480;

/** What a legend's numbers count. */
export type LegendUnit = 'm' | '×';

/** A label between two x of the strip, below the tick at a third. */
interface LegendLabel {
  readonly text: string;
  readonly tickPx: number;
  readonly leftPx: number;
  readonly rightPx: number;
}

/**
 * A dark strip with the colours of the scale, near on the left, and labelled ticks, to stand below a picture.
 * Labels neither overlap nor leave the strip.
 *
 * @param table the colours, far to near
 * @param unit metres, or times where the scale is one of ratios
 */
export function drawLegend(widthPx: number, scale: DepthScale, table: ColourTable, unit: LegendUnit = 'm'): RgbRaster {
  const strip = filledRaster(widthPx, LEGEND_HEIGHT_PX, STRIP_COLOUR);
  drawColourBar(strip, table);
  const labelsAt = (ticks: readonly number[]) => ticks.map((tick) => legendLabel(tick, scale, widthPx, unit));
  for (const label of labelsAt(legendTicks(scale, (ticks) => standApart(labelsAt(ticks))))) {
    fillColumn(strip, label.tickPx, BAR_BOTTOM_PX, TICK_BOTTOM_PX, INK);
    drawText(strip, label.leftPx, LABEL_TOP_PX, label.text, DIGIT_HEIGHT_PX, INK);
  }
  return strip;
}

function drawColourBar(strip: RgbRaster, table: ColourTable): void {
  const barWidthPx = strip.widthPx - 2 * MARGIN_PX;
  for (let x = 0; x < barWidthPx; x++) {
    const entry = Math.floor((1 - (x + 0.5) / barWidthPx) * COLOUR_TABLE_SIZE);
    const colour: Rgb = [table[3 * entry]!, table[3 * entry + 1]!, table[3 * entry + 2]!];
    fillColumn(strip, MARGIN_PX + x, BAR_TOP_PX, BAR_BOTTOM_PX, colour);
  }
}

function legendLabel(depthMetres: number, scale: DepthScale, widthPx: number, unit: LegendUnit): LegendLabel {
  const text = `${depthMetres} ${unit}`;
  const barWidthPx = widthPx - 2 * MARGIN_PX;
  const tickPx = MARGIN_PX + Math.min(barWidthPx - 1, Math.floor((1 - nearnessOn(scale)(depthMetres)) * barWidthPx));
  const textPx = textWidthPx(text, DIGIT_HEIGHT_PX);
  const leftPx = Math.min(Math.max(tickPx + 0.5 - textPx / 2, MARGIN_PX / 4), widthPx - MARGIN_PX / 4 - textPx);
  return { text, tickPx, leftPx, rightPx: leftPx + textPx };
}

function standApart(labels: readonly LegendLabel[]): boolean {
  return labels.every((label, i) => i === 0 || label.leftPx - labels[i - 1]!.rightPx >= LEAST_LABEL_GAP_PX);
}
