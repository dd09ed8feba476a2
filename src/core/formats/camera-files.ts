import { strToU8 } from 'fflate';
import type { ImageSize, Intrinsics } from '../camera/intrinsics';
import type { CloudFrame } from '../cloud/frame';
import { UNITS_PER_METRE, type LengthUnit } from '../cloud/length-unit';
import type { Levelling } from '../cloud/levelling';
import { add, dot, scaled, type Vector } from '../measuring/vector';

/** The camera of one photo, for programs that take many. Its world is that of the photo's cloud. */
export interface CameraShot {
  /** Of the upright photo. */
  readonly size: ImageSize;
  readonly intrinsics: Intrinsics;
  /** The axes of the world, with the camera at its origin unless it is levelled. */
  readonly frame: CloudFrame;
  readonly unit: LengthUnit;
  /** Undefined where the world is as the camera saw it. */
  readonly levelling: Levelling | undefined;
}

type Rows = readonly [Vector, Vector, Vector];

const NOT_TURNED: Rows = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
];

/** What turns OpenCV's axes into each frame's. */
const OPENCV_TO_FRAME: Readonly<Record<CloudFrame, Rows>> = {
  opencv: NOT_TURNED,
  opengl: [
    [1, 0, 0],
    [0, -1, 0],
    [0, 0, -1],
  ],
  zup: [
    [1, 0, 0],
    [0, 0, 1],
    [0, -1, 0],
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
  const { size, intrinsics } = shot;
  const { fxPx, fyPx, cxPx, cyPx } = intrinsics;
  const { rotation, position } = poseOf(shot);
  const worldToCamera = transposed(rotation);
  const translation = scaled(times(worldToCamera, position), -1);
  const camera = [1, 'PINHOLE', size.widthPx, size.heightPx, fxPx, fyPx, cxPx, cyPx];
  const image = [1, ...quaternionOf(worldToCamera), ...translation, 1, photo.replace(/[\r\n]+/g, ' ')];
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
  const { size, intrinsics } = shot;
  const { rotation, position } = poseOf(shot);
  const matrix = [...rotation.map(([x, y, z], i) => [x, -y, -z, position[i]!]), [0, 0, 0, 1]];
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
    frames: [{ file_path: photo, transform_matrix: matrix }],
  };
  return strToU8(`${JSON.stringify(transforms, null, 2)}\n`);
}

/** Where the camera stands: a point P of its axes, as OpenCV has them, lies at rotation · P + position in the world. */
function poseOf({ frame, unit, levelling }: CameraShot): { readonly rotation: Rows; readonly position: Vector } {
  const toFrame = OPENCV_TO_FRAME[frame];
  const [right, down, forward] = levelling?.rotation ?? NOT_TURNED;
  const row = ([x, y, z]: Vector): Vector => add(add(scaled(right, x), scaled(down, y)), scaled(forward, z));
  const positionMetres = times(toFrame, levelling?.translationMetres ?? [0, 0, 0]);
  return {
    rotation: [row(toFrame[0]), row(toFrame[1]), row(toFrame[2])],
    position: scaled(positionMetres, UNITS_PER_METRE[unit]),
  };
}

function times([a, b, c]: Rows, vector: Vector): Vector {
  return [dot(a, vector), dot(b, vector), dot(c, vector)];
}

function transposed([a, b, c]: Rows): Rows {
  return [
    [a[0], b[0], c[0]],
    [a[1], b[1], c[1]],
    [a[2], b[2], c[2]],
  ];
}

/**
 * A rotation as a unit quaternion w x y z, w not below 0 (Shepperd 1978). Each squared component follows from the diagonal;
 * the greatest one is taken from there, the others by it, so that nothing small is divided by.
 */
function quaternionOf([[xx, xy, xz], [yx, yy, yz], [zx, zy, zz]]: Rows): readonly [number, number, number, number] {
  const squares = [1 + xx + yy + zz, 1 + xx - yy - zz, 1 - xx + yy - zz, 1 - xx - yy + zz];
  const products = [
    [squares[0]!, zy - yz, xz - zx, yx - xy],
    [zy - yz, squares[1]!, xy + yx, xz + zx],
    [xz - zx, xy + yx, squares[2]!, yz + zy],
    [yx - xy, xz + zx, yz + zy, squares[3]!],
  ];
  const greatest = squares.indexOf(Math.max(...squares));
  const [w, x, y, z] = products[greatest]! as [number, number, number, number];
  const norm = Math.hypot(w, x, y, z) * (w < 0 ? -1 : 1);
  return [w / norm, x / norm, y / norm, z / norm];
}
