import type { PhotoExif } from './photo-exif';
import { millimetres, type Millimetres } from './units';

/** The focal lengths of EXIF that a lens can have. */
export interface ExifFocalLengths {
  readonly focalMm: Millimetres | undefined;
  readonly focal35mm: Millimetres | undefined;
  /** Whether EXIF held one that no lens can have. */
  readonly someIgnored: boolean;
}

/** Lenses go from about 1 mm in the smallest phone cameras to 2 m telescopes. */
const FOCAL_MM = { min: 0.5, max: 3000 };

/** 4 mm would span 155° along a 36 mm frame, more than any lens with straight lines; bridge cameras zoom to 3000 mm. */
const FOCAL_35MM = { min: 4, max: 5000 };

/**
 * Sorts the focal lengths that EXIF holds into possible and impossible ones.
 *
 * Zero is impossible too: cameras write it where they cannot know the lens.
 */
export function exifFocalLengths(exif: PhotoExif): ExifFocalLengths {
  const focalMm = within(FOCAL_MM, exif.focalLengthMm);
  const focal35mm = within(FOCAL_35MM, exif.focalLength35mm);
  return {
    focalMm,
    focal35mm,
    someIgnored:
      (exif.focalLengthMm !== undefined && focalMm === undefined) ||
      (exif.focalLength35mm !== undefined && focal35mm === undefined),
  };
}

function within(range: { readonly min: number; readonly max: number }, value: number | undefined) {
  return value !== undefined && value >= range.min && value <= range.max ? millimetres(value) : undefined;
}
