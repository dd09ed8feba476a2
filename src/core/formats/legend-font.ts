import { blendPixel, type Rgb, type RgbRaster } from './rgb-raster';

/** A run of straight lines through the points x0 y0 x1 y1 …, in font units: digits are 7 tall, y runs down. */
type Stroke = readonly number[];

interface Glyph {
  readonly width: number;
  readonly strokes: readonly Stroke[];
}

const DIGIT_HEIGHT = 7;
const LETTER_GAP = 1.7;
const STROKE_RADIUS = 0.46;

const GLYPHS: Readonly<Record<string, Glyph>> = {
  ' ': { width: 0.8, strokes: [] },
  '.': { width: 0.2, strokes: [[0.1, 6.9, 0.1, 6.9]] },
  '0': { width: 4, strokes: [arc(2, 3.5, 2, 3.5, 0, 360)] },
  '1': { width: 4, strokes: [[0.7, 1.5, 2.4, 0, 2.4, 7]] },
  '2': { width: 4, strokes: [[...arc(2, 2, 1.9, 2, 190, 395), 0.1, 7, 4, 7]] },
  '3': { width: 4, strokes: [arc(1.9, 1.8, 1.7, 1.8, 205, 450), arc(1.9, 5.2, 2, 1.8, 270, 515)] },
  '4': { width: 4, strokes: [[3.1, 7, 3.1, 0, 0, 5.2, 4.1, 5.2]] },
  '5': { width: 4, strokes: [[3.6, 0, 0.7, 0, ...arc(1.8, 4.75, 2.1, 2.25, 220, 510)]] },
  '6': { width: 4, strokes: [arc(2, 4.9, 1.95, 2.1, 0, 360), arc(3.45, 4.9, 3.4, 4.9, 180, 268)] },
  '7': { width: 4, strokes: [[0, 0, 4, 0, 1.4, 7]] },
  '8': { width: 4, strokes: [arc(2, 1.75, 1.65, 1.75, 0, 360), arc(2, 5.25, 1.95, 1.75, 0, 360)] },
  '9': { width: 4, strokes: [arc(2, 2.1, 1.95, 2.1, 0, 360), arc(0.55, 2.1, 3.4, 4.9, 0, 88)] },
  '×': {
    width: 3,
    strokes: [
      [0, 3.6, 3, 6.6],
      [0, 6.6, 3, 3.6],
    ],
  },
  m: {
    width: 5.6,
    strokes: [
      [0, 2.2, 0, 7],
      [...arc(1.4, 3.8, 1.4, 1.6, 180, 360), 2.8, 7],
      [...arc(4.2, 3.8, 1.4, 1.6, 180, 360), 5.6, 7],
    ],
  },
};

/** How wide {@link drawText} draws, in pixels. Only digits, point, space, "m" and "×" are known. */
export function textWidthPx(text: string, digitHeightPx: number): number {
  const unitPx = digitHeightPx / DIGIT_HEIGHT;
  const glyphs = Array.from(text, glyphOf);
  return unitPx * (glyphs.reduce((sum, { width }) => sum + width, 0) + LETTER_GAP * (glyphs.length - 1));
}

/**
 * Draws a line of text whose digits have their upper left corner at (leftPx, topPx), with smooth edges.
 * Strokes reach about a fifteenth of the digit height beyond that box; it must lie that far inside the raster.
 */
export function drawText(
  raster: RgbRaster,
  leftPx: number,
  topPx: number,
  text: string,
  digitHeightPx: number,
  colour: Rgb,
): void {
  const unitPx = digitHeightPx / DIGIT_HEIGHT;
  let x = leftPx;
  for (const character of text) {
    const glyph = glyphOf(character);
    drawGlyph(raster, x, topPx, glyph, unitPx, colour);
    x += (glyph.width + LETTER_GAP) * unitPx;
  }
}

function glyphOf(character: string): Glyph {
  const glyph = GLYPHS[character];
  if (glyph === undefined) throw new RangeError(`The legend's font has no "${character}".`);
  return glyph;
}

// Opacity falls from 1 to 0 over the one pixel about the stroke's edge.
function drawGlyph(raster: RgbRaster, left: number, top: number, glyph: Glyph, unitPx: number, colour: Rgb): void {
  const margin = STROKE_RADIUS * unitPx + 1;
  const right = left + glyph.width * unitPx;
  const bottom = top + DIGIT_HEIGHT * unitPx;
  for (let y = Math.floor(top - margin); y < bottom + margin; y++) {
    for (let x = Math.floor(left - margin); x < right + margin; x++) {
      const distance = distanceToGlyph(glyph, (x + 0.5 - left) / unitPx, (y + 0.5 - top) / unitPx);
      const opacity = Math.min(1, (STROKE_RADIUS - distance) * unitPx + 0.5);
      if (opacity > 0) blendPixel(raster, x, y, colour, opacity);
    }
  }
}

function distanceToGlyph(glyph: Glyph, x: number, y: number): number {
  let least = Infinity;
  for (const stroke of glyph.strokes) {
    for (let i = 0; i + 3 < stroke.length; i += 2) {
      least = Math.min(least, distanceToSegment(x, y, stroke[i]!, stroke[i + 1]!, stroke[i + 2]!, stroke[i + 3]!));
    }
  }
  return least;
}

function distanceToSegment(x: number, y: number, x0: number, y0: number, x1: number, y1: number): number {
  const lengthSquared = (x1 - x0) ** 2 + (y1 - y0) ** 2;
  const along = lengthSquared === 0 ? 0 : ((x - x0) * (x1 - x0) + (y - y0) * (y1 - y0)) / lengthSquared;
  const t = Math.min(1, Math.max(0, along));
  return Math.hypot(x - x0 - t * (x1 - x0), y - y0 - t * (y1 - y0));
}

/** An elliptic arc as points; degrees run clockwise from the right, since y runs down. */
function arc(cx: number, cy: number, rx: number, ry: number, fromDegrees: number, toDegrees: number): Stroke {
  const steps = Math.ceil(Math.abs(toDegrees - fromDegrees) / 12);
  return Array.from({ length: steps + 1 }, (_, i) => {
    const angle = ((fromDegrees + ((toDegrees - fromDegrees) * i) / steps) * Math.PI) / 180;
    return [cx + rx * Math.cos(angle), cy + ry * Math.sin(angle)];
  }).flat();
}
