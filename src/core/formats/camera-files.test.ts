import { Matrix4, Quaternion, Vector3 } from 'three';
import { describe, expect, it } from 'vitest';
import { pixels } from '../camera/units';
import { CLOUD_FRAMES, toFrame } from '../cloud/frame';
import { UNITS_PER_METRE } from '../cloud/length-unit';
import { levellingOf, levelPoints } from '../cloud/levelling';
import { directionOf } from '../measuring/vector';
import { encodeColmap, encodeTransforms } from './camera-files';

const size = { widthPx: 640, heightPx: 480 };
const intrinsics = { fxPx: pixels(500), fyPx: pixels(510), cxPx: pixels(321), cyPx: pixels(239) };
/** In OpenCV's frame, and where a camera sees it: right of the middle and above it. */
const seen = [0.3, -0.2, 2] as const;
const [u, v] = [321 + (500 * 0.3) / 2, 239 - (510 * 0.2) / 2];

/** A camera that looks 25° down and is rolled by a little, 1.6 m above the ground. */
const tilted = levellingOf({ up: directionOf([0.1, -0.9, -0.42])!, offsetMetres: -1.6 });

const worlds = CLOUD_FRAMES.flatMap((frame) => [
  { name: frame, frame, unit: 'm' as const, levelling: undefined },
  { name: `${frame}, levelled`, frame, unit: 'm' as const, levelling: tilted },
  { name: `${frame}, levelled, in feet`, frame, unit: 'ft' as const, levelling: tilted },
]);

describe.each(worlds)('a point of a cloud in the frame $name', ({ frame, unit, levelling }) => {
  const written = Float32Array.from(seen);
  if (levelling) levelPoints(written, 1, levelling);
  toFrame(written, 1, frame);
  const world = new Vector3(...written).multiplyScalar(UNITS_PER_METRE[unit]);
  const shot = { size, intrinsics, frame, unit, levelling };

  it('is seen by COLMAP’s camera where the photo has it', () => {
    const [cameras, images, points] = encodeColmap(shot, 'a b.jpg').map((file) =>
      Buffer.from(file).toString().split('\n'),
    ) as [string[], string[], string[]];
    expect(cameras[1]).toBe('1 PINHOLE 640 480 500 510 321 239');
    const [id, qw, qx, qy, qz, tx, ty, tz, camera, ...name] = images[1]!.split(' ');
    expect([id, camera, name.join(' '), images[2]]).toEqual(['1', '1', 'a b.jpg', '']);
    const turn = new Quaternion(Number(qx), Number(qy), Number(qz), Number(qw));
    const inCamera = world
      .clone()
      .applyQuaternion(turn)
      .add(new Vector3(Number(tx), Number(ty), Number(tz)));
    expect(500 * (inCamera.x / inCamera.z) + 321).toBeCloseTo(u, 4);
    expect(510 * (inCamera.y / inCamera.z) + 239).toBeCloseTo(v, 4);
    expect(turn.length()).toBeCloseTo(1, 12);
    expect(points.filter((line) => line !== '' && !line.startsWith('#'))).toEqual([]);
  });

  it('is seen by nerfstudio’s camera there too', () => {
    const file = encodeTransforms(shot, '../a b.jpg');
    const { frames, ...camera } = JSON.parse(Buffer.from(file).toString()) as {
      frames: { file_path: string; transform_matrix: number[][] }[];
    };
    expect(camera).toMatchObject({ fl_x: 500, fl_y: 510, cx: 321, cy: 239, w: 640, h: 480 });
    expect(frames.map(({ file_path: photo }) => photo)).toEqual(['../a b.jpg']);
    const cameraToWorld = new Matrix4().fromArray(frames[0]!.transform_matrix.flat()).transpose();
    // The camera looks along −z, and y is up.
    const inCamera = world.clone().applyMatrix4(cameraToWorld.invert());
    expect((500 * inCamera.x) / -inCamera.z + 321).toBeCloseTo(u, 4);
    expect((510 * -inCamera.y) / -inCamera.z + 239).toBeCloseTo(v, 4);
  });
});
