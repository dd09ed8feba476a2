import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { depthMapOf as sceneMap, plane, renderDepth, viewOf, type View } from '../../../test/fixtures/analytic-scenes';
import { someDepthMaps } from '../../../test/fixtures/depth-rows';
import { pixels } from '../camera/units';
import { toFrame } from '../cloud/frame';
import { levellingOf, levelPoints } from '../cloud/levelling';
import { depthMapRows, type DepthMap } from '../depth/depth-map';
import { DEFAULT_EDGE_THRESHOLD } from '../depth/edges';
import { meshOfDepth, type MeshShape } from './grid-mesh';

type Point = readonly [number, number, number];

/** A mesh whole in memory: each triangle's three corners. */
interface WholeMesh {
  readonly stepPx: number;
  readonly vertices: Point[];
  readonly texture: (readonly [number, number])[];
  readonly triangles: (readonly [number, number, number])[];
}

function meshOf(map: DepthMap, shape: Partial<MeshShape> = {}): WholeMesh {
  const options = { stepPx: 1, maxVertices: undefined, edgeThreshold: DEFAULT_EDGE_THRESHOLD, ...shape };
  const mesh = meshOfDepth(depthMapRows(map), options);
  const vertices: Point[] = [];
  const texture: (readonly [number, number])[] = [];
  for (const batch of mesh.vertices('opencv', 'm')) {
    for (let i = 0; i < batch.count; i++) {
      vertices.push([batch.positions[3 * i]!, batch.positions[3 * i + 1]!, batch.positions[3 * i + 2]!]);
      texture.push([batch.texture[2 * i]!, batch.texture[2 * i + 1]!]);
    }
  }
  const triangles: (readonly [number, number, number])[] = [];
  for (const corners of mesh.triangles()) {
    for (let i = 0; i < corners.length; i += 3) triangles.push([corners[i]!, corners[i + 1]!, corners[i + 2]!]);
  }
  expect([vertices.length, triangles.length]).toEqual([mesh.vertexCount, mesh.triangleCount]);
  return { stepPx: mesh.stepPx, vertices, texture, triangles };
}

/** Twice the area of a triangle as the photo shows it, in square pixels: above 0 where it is clockwise there. */
function shownArea({ texture }: WholeMesh, { size }: View, corners: readonly [number, number, number]): number {
  const [a, b, c] = corners.map((corner) => {
    const [u, v] = texture[corner]!;
    return [u * size.widthPx, v * size.heightPx] as const;
  }) as [readonly [number, number], readonly [number, number], readonly [number, number]];
  return (b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1]);
}

const shownAreaOf = (mesh: WholeMesh, view: View): number =>
  mesh.triangles.reduce((sum, corners) => sum - shownArea(mesh, view, corners) / 2, 0);

const view = viewOf(40, 30, 35);

describe('one surface', () => {
  it('is levelled as its points are, whatever the unit', () => {
    const map = sceneMap(view, renderDepth(view, plane([0, 0.8, 0.6], 2)));
    const levelling = levellingOf({ up: [0, -0.8, -0.6], offsetMetres: -2 });
    const { vertices } = meshOf(map);
    const mesh = meshOfDepth(depthMapRows(map), { stepPx: 1, maxVertices: undefined, edgeThreshold: 0, levelling });
    const found = Array.from(mesh.vertices('zup', 'cm'), ({ positions, count }) => [
      ...positions.subarray(0, 3 * count),
    ]);
    const expected = Float32Array.from(vertices.flat());
    levelPoints(expected, vertices.length, levelling);
    toFrame(expected, vertices.length, 'zup');
    const heights: number[] = [];
    for (const [i, value] of found.flat().entries()) {
      expect(value / 100).toBeCloseTo(expected[i]!, 4);
      if (i % 3 === 2) heights.push(value);
    }
    expect(heights).toHaveLength(mesh.vertexCount);
    for (const height of heights) expect(height).toBeCloseTo(0, 2);
  });

  it('covers the picture from the first pixel’s centre to the last’s, whatever the step and slant', () => {
    const slope = fc.double({ min: -1, max: 1, noNaN: true });
    fc.assert(
      fc.property(
        slope,
        slope,
        fc.double({ min: 1e-3, max: 1, noNaN: true }),
        fc.integer({ min: 1, max: 50 }),
        (a, b, gap, stepPx) => {
          const c = (4 / 7) * Math.abs(a) + (3 / 7) * Math.abs(b) + gap;
          const mesh = meshOf(sceneMap(view, renderDepth(view, plane([a, b, c], 2))), { stepPx });
          expect(shownAreaOf(mesh, view)).toBeCloseTo(39 * 29, 3);
        },
      ),
    );
  });

  it('has vertices where their pixels’ depth puts them', () => {
    const { intrinsics } = view;
    const offCentre = { ...view, intrinsics: { ...intrinsics, cxPx: pixels(11), fyPx: pixels(50) } };
    const surface = plane([0.1, 0.3, 1], 2);
    const mesh = meshOf(sceneMap(offCentre, renderDepth(offCentre, surface)));
    for (const [i, [x, y, z]] of mesh.vertices.entries()) {
      const [u, v] = mesh.texture[i]!;
      expect(u).toBeCloseTo(((x / z) * intrinsics.fxPx + 11) / 40, 5);
      expect(v).toBeCloseTo(((y / z) * 50 + intrinsics.cyPx) / 30, 5);
      expect(z).toBeCloseTo(surface(x / z, y / z), 5);
    }
  });

  it('faces the camera with every triangle', () => {
    const mesh = meshOf(sceneMap(view, renderDepth(view, plane([0.2, 0.5, 1], 2))));
    for (const [a, b, c] of mesh.triangles) {
      const [[ax, ay, az], [bx, by, bz], [cx, cy, cz]] = [mesh.vertices[a]!, mesh.vertices[b]!, mesh.vertices[c]!];
      const [ux, uy, uz, vx, vy, vz] = [bx - ax, by - ay, bz - az, cx - ax, cy - ay, cz - az];
      const normal = [uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx] as const;
      expect(normal[0] * ax + normal[1] * ay + normal[2] * az).toBeLessThan(0);
    }
  });
});

describe('two surfaces', () => {
  it('are never joined, whatever their distance and the step', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1.2, max: 20, noNaN: true }),
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 4, max: 35 }),
        (ratio, stepPx, edge) => {
          const depth = Float32Array.from({ length: 40 * 30 }, (_, i) => (i % 40 < edge ? 1 : ratio));
          const { vertices, triangles } = meshOf(sceneMap(view, depth), { stepPx });
          const mixed = triangles.filter((corners) => new Set(corners.map((i) => vertices[i]![2])).size > 1);
          expect([mixed.length, triangles.length > 0]).toEqual([0, true]);
        },
      ),
    );
  });

  it('are joined where edges are not wanted', () => {
    const depth = Float32Array.from({ length: 40 * 30 }, (_, i) => (i % 40 < 20 ? 1 : 5));
    expect(shownAreaOf(meshOf(sceneMap(view, depth), { edgeThreshold: 0 }), view)).toBeCloseTo(39 * 29, 3);
  });

  it('keep a slanted floor before a wall whole', () => {
    const looking = { ...view, intrinsics: { ...view.intrinsics, cyPx: pixels(0) } };
    const mesh = meshOf(sceneMap(looking, renderDepth(looking, plane([0, 1, 0], 1.5))));
    expect(shownAreaOf(mesh, view)).toBeCloseTo(39 * 29, 3);
  });
});

it('uses no masked pixel, and none twice, of any depth map', () => {
  fc.assert(
    fc.property(
      someDepthMaps,
      fc.integer({ min: 1, max: 6 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (map, stepPx, edgeThreshold) => {
        const mesh = meshOf(map, { stepPx, edgeThreshold });
        const { widthPx, heightPx } = map.size;
        const used = mesh.texture.map(([u, v]) => Math.floor(v * heightPx) * widthPx + Math.floor(u * widthPx));
        expect(used.filter((i) => map.mask[i] !== 0)).toEqual([]);
        expect(new Set(used).size).toBe(used.length);
        expect(new Set(mesh.triangles.flat()).size).toBe(used.length);
        for (const corners of mesh.triangles) expect(shownArea(mesh, map, corners)).toBeLessThan(0);
      },
    ),
  );
});

it('takes a wider step where there would be too many vertices', () => {
  const map = sceneMap(view, renderDepth(view, plane([0, 0, 1], 2)));
  for (const maxVertices of [1200, 1199, 300, 100, 10, 4, 1]) {
    const { vertices, stepPx } = meshOf(map, { maxVertices });
    expect(vertices.length).toBeLessThanOrEqual(Math.max(4, maxVertices));
    expect(stepPx === 1).toBe(maxVertices === 1200);
  }
});
