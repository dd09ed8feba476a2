import type { ImageSize } from '../../core/camera/intrinsics';

/** More pixels would take gigabytes: the drawing, its depth, its copy and the file's bytes take some 20 each. */
const MOST_PIXELS = 2 ** 26;

/** What a picture can be at most. */
export interface PictureLimit {
  readonly greatestSidePx: number;
}

/** A size, and whether it is smaller than what was asked for. */
export interface CaptureSize extends ImageSize {
  readonly isLimited: boolean;
}

/** The size shown times `multiple`, or as much of it as can be drawn, in the same shape. */
export function pictureSize(shown: ImageSize, multiple: number, limit: PictureLimit): CaptureSize {
  const scale = Math.min(multiple, greatestScale(shown, limit));
  return {
    widthPx: Math.max(1, Math.floor(shown.widthPx * scale)),
    heightPx: Math.max(1, Math.floor(shown.heightPx * scale)),
    isLimited: scale < multiple,
  };
}

/**
 * A size in the shape shown whose shorter side has so many pixels, or as many as can be drawn. Both sides are even, as
 * video encoders ask.
 */
export function turntableSize(shown: ImageSize, shortSidePx: number, limit: PictureLimit): CaptureSize {
  const asked = shortSidePx / Math.min(shown.widthPx, shown.heightPx);
  const scale = Math.min(asked, greatestScale(shown, limit));
  const even = (side: number): number => {
    const nearest = 2 * Math.round((side * scale) / 2);
    return Math.max(2, Math.min(nearest, limit.greatestSidePx - (limit.greatestSidePx % 2)));
  };
  return { widthPx: even(shown.widthPx), heightPx: even(shown.heightPx), isLimited: scale < asked };
}

function greatestScale({ widthPx, heightPx }: ImageSize, { greatestSidePx }: PictureLimit): number {
  return Math.min(greatestSidePx / Math.max(widthPx, heightPx), Math.sqrt(MOST_PIXELS / (widthPx * heightPx)));
}
