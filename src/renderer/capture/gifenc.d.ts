/** What is used of gifenc 1.0.3, which comes without types. Its own description is in its README. */
declare module 'gifenc' {
  /** Red green blue, 0 to 255, of each colour. */
  export type Palette = number[][];

  export interface Gif {
    /** @param index a colour of the palette for each pixel. The first frame writes the file's header, to loop for ever. */
    writeFrame(
      index: Uint8Array,
      width: number,
      height: number,
      options: {
        readonly palette: Palette;
        /** In milliseconds, to the hundredth of a second. */ readonly delay: number;
      },
    ): void;
    finish(): void;
    /** A copy of what was written. */
    bytes(): Uint8Array<ArrayBuffer>;
  }

  export function GIFEncoder(): Gif;
  /** The colours that show a picture best; alpha is left out. */
  export function quantize(rgba: Uint8ClampedArray, mostColours: number): Palette;
  /** The nearest colour of a palette for each pixel. */
  export function applyPalette(rgba: Uint8ClampedArray, palette: Palette): Uint8Array;
}
