import * as z from 'zod';

/**
 * Every way a photo or a call can fail, with what a person can do about it. The code is for programs and translations,
 * the message names the file, the remedy says what to do next.
 */
export const failureCodes = [
  'FolderUnreadable',
  'PhotoUnreadable',
  'PhotoUnsupported',
  'DecoderMissing',
  'PhotoTooSmall',
  'PhotoTooLarge',
  'SceneDegenerate',
  'CameraNotFound',
  'DepthUnusable',
  'DeviceMissing',
  'ModelMissing',
  'ModelCorrupt',
  'ModelFailed',
  'ModelUnfit',
  'DownloadFailed',
  'DownloadRefused',
  'ChecksumMismatch',
  'OutOfMemory',
  'OutputExists',
  'OutputUnwritable',
  'DiskFull',
  'Cancelled',
  'EngineGone',
  'Unexpected',
] as const;

export const failureCodeSchema = z.enum(failureCodes);
export type FailureCode = z.infer<typeof failureCodeSchema>;

export const failureSchema = z.object({ code: failureCodeSchema, message: z.string(), remedy: z.string() });
export type Failure = z.infer<typeof failureSchema>;

const data = z.object({ remedy: z.string() });

/** The oRPC errors a call that handles one photo may answer. */
export const callErrors = {
  FolderUnreadable: { data },
  PhotoUnreadable: { data },
  PhotoUnsupported: { data },
  DecoderMissing: { data },
  PhotoTooSmall: { data },
  PhotoTooLarge: { data },
  SceneDegenerate: { data },
  CameraNotFound: { data },
  DepthUnusable: { data },
  DeviceMissing: { data },
  ModelMissing: { data },
  ModelCorrupt: { data },
  ModelFailed: { data },
  ModelUnfit: { data },
  DownloadFailed: { data },
  DownloadRefused: { data },
  ChecksumMismatch: { data },
  OutOfMemory: { data },
  OutputExists: { data },
  OutputUnwritable: { data },
  DiskFull: { data },
  Cancelled: { data },
  EngineGone: { data },
  Unexpected: { data },
} satisfies Record<FailureCode, { data: typeof data }>;
