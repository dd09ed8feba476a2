/** Clouds of coloured points. */
export const CLOUD_FORMATS = ['ply', 'pcd', 'las', 'glb', 'xyz'] as const;

/** Depth for each pixel of the photo. */
export const DEPTH_FORMATS = ['npy', 'npz', 'pfm', 'exr', 'tiff', 'png16', 'preview'] as const;

/** The kinds of file a photo can be turned into. */
export const OUTPUT_FORMATS = [...CLOUD_FORMATS, ...DEPTH_FORMATS] as const;
export type OutputFormat = (typeof OUTPUT_FORMATS)[number];

/** Whether a format holds a cloud, which thinning, frame and unit shape. */
export function isCloudFormat(format: OutputFormat): boolean {
  return CLOUD_FORMATS.some((cloud) => cloud === format);
}
