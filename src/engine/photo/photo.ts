import type { ImageSize } from '../../core/camera/intrinsics';
import type { ExifOrientation, PhotoExif } from '../../core/camera/photo-exif';
import type { Projection } from '../../core/camera/projection';
import type { PhotoConversion } from '../../core/formats/photo-conversion';
import type { HeicDecoder } from './heic/heic-decoder';
import type { JpegPlace } from './raw/jpeg-frame';

/** Where a photo's pixels come from. */
export type PixelSource =
  /** The file, as sharp reads it. */
  | { readonly kind: 'file' }
  | { readonly kind: 'heic'; readonly decoder: HeicDecoder; readonly icc: Uint8Array | undefined }
  /** A JPEG within the file, to be turned as the file says; as the JPEG itself says where that is undefined. */
  | { readonly kind: 'embedded'; readonly place: JpegPlace; readonly orientation: ExifOrientation | undefined };

/** A photo whose header has been read and whose pixels Fathom can decode. */
export interface Photo {
  readonly path: string;
  readonly bytes: number;
  readonly modifiedAt: Date;
  /** Hexadecimal digest that changes whenever the file's content may have: see `identifyFile`. */
  readonly identity: string;
  readonly format: string;
  /** Oriented size. */
  readonly size: ImageSize;
  readonly exif: PhotoExif;
  readonly projection: Projection;
  /** What decoding changes to get 8-bit sRGB of one frame. */
  readonly conversions: readonly PhotoConversion[];
  readonly pixels: PixelSource;
}
