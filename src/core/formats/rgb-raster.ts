/** A small picture in memory, 8-bit sRGB, rows top to bottom. */
export interface RgbRaster {
  readonly widthPx: number;
  readonly heightPx: number;
  /** red green blue, interleaved: 3 × width × height. */
  readonly rgb: Uint8Array;
}

/** An sRGB colour, 0 to 255 each. */
export type Rgb = readonly [red: number, green: number, blue: number];

/** A picture all of one colour. */
export function filledRaster(widthPx: number, heightPx: number, colour: Rgb): RgbRaster {
  const rgb = new Uint8Array(3 * widthPx * heightPx);
  for (let i = 0; i < rgb.length; i += 3) rgb.set(colour, i);
  return { widthPx, heightPx, rgb };
}

/** Mixes `colour` into pixel (x, y), which must lie inside: `opacity` 0 leaves it, 1 replaces it. */
export function blendPixel(raster: RgbRaster, x: number, y: number, colour: Rgb, opacity: number): void {
  const at = 3 * (y * raster.widthPx + x);
  for (let channel = 0; channel < 3; channel++) {
    const before = raster.rgb[at + channel]!;
    raster.rgb[at + channel] = Math.round(before + (colour[channel]! - before) * opacity);
  }
}

/** Sets column `x` from row `topPx` to above row `bottomPx`. */
export function fillColumn(raster: RgbRaster, x: number, topPx: number, bottomPx: number, colour: Rgb): void {
  for (let y = topPx; y < bottomPx; y++) raster.rgb.set(colour, 3 * (y * raster.widthPx + x));
}
