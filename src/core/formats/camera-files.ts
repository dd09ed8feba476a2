import { strToU8 } from 'fflate';
import type { ImageSize, Intrinsics } from '../camera/intrinsics';
import type { CloudFrame } from '../cloud/frame';

/** The camera of one photo, for programs that take many. */
export interface CameraShot {
  /** Of the upright photo. */
  readonly size: ImageSize;
  readonly intrinsics: Intrinsics;
  /** The axes of the world, with the camera at its origin: those that the photo's cloud is written in. */
  readonly frame: CloudFrame;
}

/** What turns the world's axes into the camera's (OpenCV's), as a unit quaternion w x y z: half turns about x, or quarter ones. */
const WORLD_TO_CAMERA: Readonly<Record<CloudFrame, readonly [number, number, number, number]>> = {
  opencv: [1, 0, 0, 0],
  opengl: [0, 1, 0, 0],
  zup: [Math.SQRT1_2, Math.SQRT1_2, 0, 0],
};

/** What turns a camera's axes as OpenGL has them (x right, y up, z backward) into the world's, row by row. */
const OPENGL_CAMERA_TO_WORLD: Readonly<Record<CloudFrame, readonly (readonly number[])[]>> = {
  opencv: [
    [1, 0, 0, 0],
    [0, -1, 0, 0],
    [0, 0, -1, 0],
    [0, 0, 0, 1],
  ],
  opengl: [
    [1, 0, 0, 0],
    [0, 1, 0, 0],
    [0, 0, 1, 0],
    [0, 0, 0, 1],
  ],
  zup: [
    [1, 0, 0, 0],
    [0, 0, -1, 0],
    [0, 1, 0, 0],
    [0, 0, 0, 1],
  ],
};

/**
 * The three text files of a COLMAP model with one camera and one image (colmap.github.io/format.html): cameras.txt,
 * images.txt, and points3D.txt without points. COLMAP has the centre of the first pixel at (0.5, 0.5), too.
 *
 * @param shot the camera.
 * @param photo its file name; a line break becomes a space.
 */
export function encodeColmap(
  shot: CameraShot,
  photo: string,
): [cameras: Uint8Array, images: Uint8Array, points: Uint8Array] {
  const { size, intrinsics, frame } = shot;
  const { fxPx, fyPx, cxPx, cyPx } = intrinsics;
  const camera = [1, 'PINHOLE', size.widthPx, size.heightPx, fxPx, fyPx, cxPx, cyPx];
  const image = [1, ...WORLD_TO_CAMERA[frame], 0, 0, 0, 1, photo.replace(/[\r\n]+/g, ' ')];
  return [
    strToU8(`# CAMERA_ID, MODEL, WIDTH, HEIGHT, PARAMS[]\n${camera.join(' ')}\n`),
    // An image's second line lists its points: none.
    strToU8(`# IMAGE_ID, QW, QX, QY, QZ, TX, TY, TZ, CAMERA_ID, NAME\n${image.join(' ')}\n\n`),
    strToU8('# POINT3D_ID, X, Y, Z, R, G, B, ERROR, TRACK[]\n'),
  ];
}

/**
 * The camera as nerfstudio's transforms.json (docs.nerf.studio, data conventions): intrinsics, and the pose from camera
 * axes as OpenGL has them to the world's.
 *
 * @param shot the camera.
 * @param photo its path, as seen from the file.
 */
export function encodeTransforms(shot: CameraShot, photo: string): Uint8Array {
  const { size, intrinsics, frame } = shot;
  const transforms = {
    camera_model: 'OPENCV',
    fl_x: intrinsics.fxPx,
    fl_y: intrinsics.fyPx,
    cx: intrinsics.cxPx,
    cy: intrinsics.cyPx,
    w: size.widthPx,
    h: size.heightPx,
    k1: 0,
    k2: 0,
    p1: 0,
    p2: 0,
    frames: [{ file_path: photo, transform_matrix: OPENGL_CAMERA_TO_WORLD[frame] }],
  };
  return strToU8(`${JSON.stringify(transforms, null, 2)}\n`);
}
