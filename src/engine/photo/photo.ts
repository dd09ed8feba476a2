import type { ImageSize } from '../../core/camera/intrinsics';
import type { PhotoExif } from '../../core/camera/photo-exif';
import type { Projection } from '../../core/camera/projection';
import type { PhotoConversion } from '../../core/formats/photo-conversion';

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
}
