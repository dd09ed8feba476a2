import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  depthMapOf,
  plane,
  renderDepth,
  sphere,
  viewOf,
  type Vector,
  type View,
} from '../../../test/fixtures/analytic-scenes';
import { pixels } from '../camera/units';
import { MaskReason } from './depth-rows';
import { normalsFromDepth } from './normals-from-depth';

const view = viewOf(40, 30, 50);

function normalAt(normals: Float32Array, i: number): Vector {
  return [normals[3 * i]!, normals[3 * i + 1]!, normals[3 * i + 2]!];
}

function degreesBetween(a: Vector, b: Vector): number {
  const cosine = (a[0] * b[0] + a[1] * b[1] + a[2] * b[2]) / (Math.hypot(...a) * Math.hypot(...b));
  return (Math.acos(Math.min(1, cosine)) * 180) / Math.PI;
}

/** From pixel `i` to the camera, at unit length. */
function towardsCamera({ size, intrinsics }: View, i: number): Vector {
  const x = ((i % size.widthPx) + 0.5 - intrinsics.cxPx) / intrinsics.fxPx;
  const y = (Math.floor(i / size.widthPx) + 0.5 - intrinsics.cyPx) / intrinsics.fyPx;
  const length = Math.hypot(x, y, 1);
  return [-x / length, -y / length, -1 / length];
}

const pixelIndices = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

describe('normals on a plane', () => {
  it('are the plane’s, to a hundredth of a degree, borders included', () => {
    const slope = fc.double({ min: -0.9, max: 0.9, noNaN: true });
    const distance = fc.double({ min: 0.1, max: 100, noNaN: true });
    fc.assert(
      fc.property(slope, slope, distance, (a, b, metres) => {
        // Neighbours differ by at most 0.9 / 50 / (2 − 0.9 · 0.7), 1.3 %: one surface everywhere.
        const normals = normalsFromDepth(depthMapOf(view, renderDepth(view, plane([a, b, 2], metres))));
        const errors = pixelIndices(1200).map((i) => degreesBetween(normalAt(normals, i), [-a, -b, -2]));
        expect(Math.max(...errors)).toBeLessThan(0.01);
      }),
      { numRuns: 50 },
    );
  });

  it('take account of fx, fy and the principal point', () => {
    const offCentre: View = {
      size: view.size,
      intrinsics: { fxPx: pixels(60), fyPx: pixels(45), cxPx: pixels(5), cyPx: pixels(28) },
    };
    const normals = normalsFromDepth(depthMapOf(offCentre, renderDepth(offCentre, plane([0.3, -0.4, 1], 4))));
    for (const i of pixelIndices(1200))
      expect(degreesBetween(normalAt(normals, i), [-0.3, 0.4, -1])).toBeLessThan(0.01);
  });
});

it('normals on a sphere point away from its centre, to a fifth of a degree where it is seen at up to 70°', () => {
  const centre: Vector = [0.1, -0.05, 4];
  const fine = viewOf(140, 140, 150);
  const depth = renderDepth(fine, sphere(centre, 1.5), () => 100);
  const normals = normalsFromDepth(depthMapOf(fine, depth));
  const errors = pixelIndices(depth.length)
    .filter((i) => depth[i]! < 100)
    .flatMap((i) => {
      const [x, y, z] = towardsCamera(fine, i);
      const point: Vector = [(x / z) * depth[i]!, (y / z) * depth[i]!, depth[i]!];
      const outwards: Vector = [point[0] - centre[0], point[1] - centre[1], point[2] - centre[2]];
      return degreesBetween(outwards, [x, y, z]) > 70 ? [] : [degreesBetween(normalAt(normals, i), outwards)];
    });
  expect(errors.length).toBeGreaterThan(8000);
  expect(Math.max(...errors)).toBeLessThan(0.2);
});

it('normals are not bent by a step: both sides keep their own', () => {
  const depth = renderDepth(view, (x) => (x < 0.1 ? 2 : 3));
  const normals = normalsFromDepth(depthMapOf(view, depth));
  for (const i of pixelIndices(1200)) expect(degreesBetween(normalAt(normals, i), [0, 0, -1])).toBeLessThan(0.01);
});

it('normals take nothing from masked neighbours', () => {
  const map = depthMapOf(view, renderDepth(view, plane([0.3, 0.2, 1], 3)));
  for (const i of pixelIndices(1200)) {
    if ((i % 40) % 7 !== 2 || Math.floor(i / 40) % 5 !== 2) continue;
    map.depthMetres[i]! *= 1.05;
    map.mask[i] = MaskReason.edge;
  }
  const normals = normalsFromDepth(map);
  for (const i of pixelIndices(1200)) {
    const expected: Vector = map.mask[i] === 0 ? [-0.3, -0.2, -1] : towardsCamera(view, i);
    expect(degreesBetween(normalAt(normals, i), expected)).toBeLessThan(0.05);
  }
});

it('normals face the camera where a pixel has no neighbour of its surface along the row or the column', () => {
  const depth = Float32Array.from({ length: 1200 }, (_, i) => 2 ** (i % 3));
  const normals = normalsFromDepth(depthMapOf(view, depth));
  for (const i of pixelIndices(1200))
    expect(degreesBetween(normalAt(normals, i), towardsCamera(view, i))).toBeLessThan(0.05);
});

it('normals have unit length and face the camera, whatever the depth', () => {
  const small = viewOf(6, 5, 4);
  const depths = fc.float32Array({ minLength: 30, maxLength: 30, min: Math.fround(0.01), max: 150, noNaN: true });
  const masks = fc.uint8Array({ minLength: 30, maxLength: 30, max: 1 });
  fc.assert(
    fc.property(depths, masks, (depthMetres, mask) => {
      const normals = normalsFromDepth({ ...small, depthMetres, mask });
      for (const i of pixelIndices(30)) {
        const normal = normalAt(normals, i);
        const camera = towardsCamera(small, i);
        expect(Math.hypot(...normal)).toBeCloseTo(1, 5);
        expect(normal[0] * camera[0] + normal[1] * camera[1] + normal[2] * camera[2]).toBeGreaterThan(-1e-6);
      }
    }),
  );
});
