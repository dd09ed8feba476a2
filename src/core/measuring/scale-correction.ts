/** What every length of a model's depth is multiplied by. */
export interface ScaleCorrection {
  readonly factor: number;
  /** The model it was found with: another model errs in another way. Undefined: whatever the model. */
  readonly modelId?: string | undefined;
}

/** Where a correction comes from: a known length in this photo, one in another photo of its camera, or a typed number. */
export const SCALE_ORIGINS = ['knownLength', 'cameraKnownLength', 'typed'] as const;
export type ScaleOrigin = (typeof SCALE_ORIGINS)[number];

/** Corrections that photos may need. */
export interface ScaleCorrections {
  /** By the photo's path. */
  readonly photos: Readonly<Record<string, ScaleCorrection>>;
  /** By {@link cameraName}. */
  readonly cameras: Readonly<Record<string, ScaleCorrection>>;
  /** For every photo without one of its own. */
  readonly typed?: ScaleCorrection | undefined;
}

export interface AppliedScale {
  readonly factor: number;
  readonly origin: ScaleOrigin;
}

/** What a camera is known by; undefined where EXIF names none. */
export function cameraName(exif: {
  readonly make?: string | undefined;
  readonly model?: string | undefined;
}): string | undefined {
  const name = [exif.make, exif.model].filter((part) => part !== undefined && part !== '').join(' ');
  return name === '' ? undefined : name;
}

/** The correction of a photo by a model: its own, else its camera's, else the typed one; undefined where none applies. */
export function scaleOf(
  { photos, cameras, typed }: ScaleCorrections,
  photo: { readonly path: string; readonly camera: string | undefined },
  modelId: string,
): AppliedScale | undefined {
  const found = [
    { origin: 'knownLength' as const, correction: ownOf(photos, photo.path) },
    {
      origin: 'cameraKnownLength' as const,
      correction: photo.camera === undefined ? undefined : ownOf(cameras, photo.camera),
    },
    { origin: 'typed' as const, correction: typed },
  ].find(({ correction }) => correction && (correction.modelId ?? modelId) === modelId);
  return found?.correction && { factor: found.correction.factor, origin: found.origin };
}

/** A correction in words, for comments in files. */
export function scaleWords({ factor, origin }: AppliedScale): string {
  return `scale corrected by ${ORIGIN_WORDS[origin]} ×${factor.toPrecision(4)}`;
}

const ORIGIN_WORDS: Readonly<Record<ScaleOrigin, string>> = {
  knownLength: 'known length',
  cameraKnownLength: 'known length of this camera',
  typed: 'typed factor',
};

/** Names come from files: one may be called like a method of objects. */
function ownOf(record: Readonly<Record<string, ScaleCorrection>>, key: string): ScaleCorrection | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
