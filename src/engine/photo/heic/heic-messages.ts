/** What a HEIC's thread is started with: it decodes one file, answers, and ends. */
export interface HeicTask {
  /** libheif's loader, a CommonJS module. */
  readonly loader: string;
  /** libheif itself, for the loader. */
  readonly wasm: string;
  readonly file: string;
  /** The file's colour profile, to lie beside its pixels. */
  readonly icc: Uint8Array | undefined;
  readonly mostPixels: number;
}

export type HeicAnswer =
  | {
      readonly kind: 'done';
      /** The primary picture, oriented, as an uncompressed TIFF file. */
      readonly tiff: Uint8Array<ArrayBuffer>;
    }
  | { readonly kind: 'tooLarge' }
  | { readonly kind: 'damaged'; readonly why: string };
