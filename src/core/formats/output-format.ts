/** Clouds of coloured points. */
export const CLOUD_FORMATS = ['ply', 'pcd', 'las', 'glb', 'xyz'] as const;
export type CloudFormat = (typeof CLOUD_FORMATS)[number];

/** The surface between the points, with the photo on it. */
export const MESH_FORMATS = ['mesh-glb', 'obj'] as const;
export type MeshFormat = (typeof MESH_FORMATS)[number];

/** Depth for each pixel of the photo. */
export const DEPTH_FORMATS = ['npy', 'npz', 'pfm', 'exr', 'tiff', 'png16', 'preview'] as const;
export type DepthFormat = (typeof DEPTH_FORMATS)[number];

/** The photo's camera, for programs that take many photos. */
export const CAMERA_FORMATS = ['colmap', 'nerfstudio'] as const;
export type CameraFormat = (typeof CAMERA_FORMATS)[number];

/** The kinds of file a photo can be turned into. */
export const OUTPUT_FORMATS = [...CLOUD_FORMATS, ...MESH_FORMATS, ...DEPTH_FORMATS, ...CAMERA_FORMATS] as const;
export type OutputFormat = (typeof OUTPUT_FORMATS)[number];

/** Whether a format holds a cloud, which thinning, frame and unit shape. */
export function isCloudFormat(format: OutputFormat): format is CloudFormat {
  return CLOUD_FORMATS.some((cloud) => cloud === format);
}

/** Whether a format holds a mesh, which its step, frame and unit shape. */
export function isMeshFormat(format: OutputFormat): format is MeshFormat {
  return MESH_FORMATS.some((mesh) => mesh === format);
}

/** Whether a format holds the camera, which the frame shapes. */
export function isCameraFormat(format: OutputFormat): format is CameraFormat {
  return CAMERA_FORMATS.some((camera) => camera === format);
}

/** Whether a format holds depth, always in metres and of every pixel. */
export function isDepthFormat(format: OutputFormat): format is DepthFormat {
  return DEPTH_FORMATS.some((depth) => depth === format);
}
