import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { depthMapOf, plane, renderDepth, sphere, viewOf, type View } from '../../../test/fixtures/analytic-scenes';
import { pixels } from '../camera/units';
import { depthMapRows, type DepthMap } from '../depth/depth-map';
import { MaskReason } from '../depth/depth-rows';
import { CLOUD_FRAMES, toFrame } from './frame';
import { countVisible, unprojectCloud, type CloudOptions, type RgbImage } from './unproject';

const asIs: CloudOptions = { frame: 'opencv', maxPoints: undefined, masked: 'drop' };

/** A picture whose colours number its pixels, lowest byte first. */
function numberedColours({ size }: View): RgbImage {
  const rgb = new Uint8Array(3 * size.widthPx * size.heightPx);
  for (let i = 0; i < rgb.length / 3; i++) rgb.set([i & 255, (i >> 8) & 255, i >> 16], 3 * i);
  return { size, rgb };
}

interface Point {
  readonly position: number[];
  readonly pixel: number;
  readonly normal: number[] | undefined;
  readonly confidence: number | undefined;
}

/** All points of a map's cloud, each with the pixel that its colour numbers. */
function pointsOf(map: DepthMap, options = asIs): Point[] {
  const cloud = unprojectCloud(depthMapRows(map), numberedColours(map), options);
  const points: Point[] = [];
  for (const { count, positions, colours, normals, confidence } of cloud.batches()) {
    for (let i = 0; i < count; i++) {
      points.push({
        position: Array.from(positions.slice(3 * i, 3 * i + 3)),
        pixel: colours[3 * i]! + 256 * colours[3 * i + 1]! + 65_536 * colours[3 * i + 2]!,
        normal: normals && Array.from(normals.slice(3 * i, 3 * i + 3)),
        confidence: confidence?.[i],
      });
    }
  }
  expect(points).toHaveLength(cloud.count);
  return points;
}

describe('the points', () => {
  it('of hand-computed pixels lie where they should', () => {
    const view: View = {
      size: { widthPx: 2, heightPx: 2 },
      intrinsics: { fxPx: pixels(2), fyPx: pixels(4), cxPx: pixels(1), cyPx: pixels(0.5) },
    };
    const points = pointsOf(depthMapOf(view, Float32Array.of(1, 2, 4, 8)));
    expect(points.map(({ position }) => position)).toEqual([
      [-0.25, 0, 1],
      [0.5, 0, 2],
      [-1, 1, 4],
      [2, 2, 8],
    ]);
    expect(points.map(({ pixel }) => pixel)).toEqual([0, 1, 2, 3]);
  });

  it('project back onto the centres of their own pixels, whatever the camera', () => {
    const focal = fc.double({ min: 5, max: 5000, noNaN: true }).map(pixels);
    const centre = fc.double({ min: -20, max: 40, noNaN: true }).map(pixels);
    const depths = fc.float32Array({ minLength: 70, maxLength: 70, min: Math.fround(0.05), max: 150, noNaN: true });
    fc.assert(
      fc.property(focal, focal, centre, centre, depths, (fxPx, fyPx, cxPx, cyPx, depthMetres) => {
        const view: View = { size: { widthPx: 10, heightPx: 7 }, intrinsics: { fxPx, fyPx, cxPx, cyPx } };
        const points = pointsOf(depthMapOf(view, depthMetres));
        const misses = points.map(({ position, pixel }) => {
          const [x, y, z] = position as [number, number, number];
          const missX = (fxPx * x) / z + cxPx - ((pixel % 10) + 0.5);
          const missY = (fyPx * y) / z + cyPx - (Math.floor(pixel / 10) + 0.5);
          return Math.hypot(missX, missY);
        });
        expect(Math.max(...misses)).toBeLessThan(1e-4);
        expect(points.map(({ position }) => position[2])).toEqual(Array.from(depthMetres));
      }),
    );
  });

  it('of a plane lie on it', () => {
    const view = viewOf(40, 30, 50);
    for (const { position } of pointsOf(depthMapOf(view, renderDepth(view, plane([0.4, -0.3, 1], 5))))) {
      expect(0.4 * position[0]! - 0.3 * position[1]! + position[2]!).toBeCloseTo(5, 5);
    }
  });

  it('of a sphere lie on it', () => {
    const view = viewOf(20, 20, 100);
    for (const { position } of pointsOf(depthMapOf(view, renderDepth(view, sphere([0.2, 0.1, 6], 2))))) {
      expect(Math.hypot(position[0]! - 0.2, position[1]! - 0.1, position[2]! - 6)).toBeCloseTo(2, 5);
    }
  });

  it('leave out every masked pixel and no other', () => {
    const view = viewOf(5, 4, 10);
    const map = depthMapOf(view, new Float32Array(20).fill(2));
    map.mask.set([MaskReason.sky, 0, MaskReason.edge, 0, MaskReason.outOfRange], 5);
    expect(pointsOf(map).map(({ pixel }) => pixel)).toEqual([
      0, 1, 2, 3, 4, 6, 8, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19,
    ]);
    expect(countVisible(depthMapRows(map))).toBe(17);
  });

  it('are none where everything is masked', () => {
    const map = depthMapOf(viewOf(3, 3, 4), new Float32Array(9));
    map.mask.fill(MaskReason.sky);
    expect(pointsOf(map)).toEqual([]);
  });

  it('carry normals and confidence where the map has them', () => {
    const map: DepthMap = {
      ...depthMapOf(viewOf(2, 2, 4), new Float32Array(4).fill(1)),
      normals: Float32Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1, 0.6, 0.8, 0),
      confidence: Float32Array.of(0, 0.25, 0.5, 1),
      mask: Uint8Array.of(0, MaskReason.edge, 0, 0),
    };
    const points = pointsOf(map);
    expect(points.map(({ confidence }) => confidence)).toEqual([0, 0.5, 1]);
    expect(points[1]!.normal).toEqual([0, 0, 1]);
    expect(points[2]!.normal).toEqual([Math.fround(0.6), Math.fround(0.8), 0]);
    const bare = pointsOf({ ...map, normals: undefined, confidence: undefined });
    expect([bare[0]!.normal, bare[0]!.confidence]).toEqual([undefined, undefined]);
  });

  it.each(CLOUD_FRAMES)('stand in the frame %s with their normals', (frame) => {
    const view = viewOf(6, 4, 5);
    const depth = renderDepth(view, plane([0.4, -0.3, 1], 5));
    const normals = Float32Array.from({ length: 72 }, (_, i) => Math.sin(i));
    const map = { ...depthMapOf(view, depth), normals };
    const turned = (vector: number[]): number[] => {
      const inFrame = Float32Array.from(vector);
      toFrame(inFrame, 1, frame);
      return Array.from(inFrame);
    };
    const expected = pointsOf(map).map((point) => ({
      ...point,
      position: turned(point.position),
      normal: turned(point.normal!),
    }));
    expect(pointsOf(map, { ...asIs, frame })).toEqual(expected);
  });
});

describe('a cloud of many batches', () => {
  const view = viewOf(250, 230, 200);
  const map = depthMapOf(view, renderDepth(view, plane([0.2, 0.1, 1], 3)));
  for (let i = 0; i < map.mask.length; i += 3) map.mask[i] = MaskReason.edge;

  it('loses and repeats none', () => {
    const cloud = unprojectCloud(depthMapRows(map), numberedColours(map), asIs);
    expect(Array.from(cloud.batches()).length).toBeGreaterThan(2);
    const visible = Array.from(map.mask.keys()).filter((i) => map.mask[i] === 0);
    expect(pointsOf(map).map(({ pixel }) => pixel)).toEqual(visible);
  });

  it('can be made again', () => {
    const cloud = unprojectCloud(depthMapRows(map), numberedColours(map), { ...asIs, maxPoints: 12_345 });
    const walk = () => Array.from(cloud.batches(), ({ count, positions }) => positions.slice(0, 3 * count));
    expect(walk()).toEqual(walk());
  });

  it.each([0, 1, 999, 20_000])('is thinned to %i points, evenly', (maxPoints) => {
    const points = pointsOf(map, { ...asIs, maxPoints });
    expect(points).toHaveLength(maxPoints);
    const upperHalf = points.filter(({ pixel }) => pixel < (250 * 230) / 2).length;
    expect(Math.abs(upperHalf - maxPoints / 2)).toBeLessThanOrEqual(1);
  });

  it('is whole where there are fewer points than allowed', () => {
    expect(pointsOf(map, { ...asIs, maxPoints: 1e9 })).toHaveLength(pointsOf(map).length);
  });
});

it('holds rows longer than a batch', () => {
  const view = viewOf(40_000, 1, 1000);
  expect(pointsOf(depthMapOf(view, new Float32Array(40_000).fill(2))).map(({ pixel }) => pixel)).toEqual(
    Array.from({ length: 40_000 }, (_, i) => i),
  );
});

it('refuses colours of another grid', () => {
  const map = depthMapOf(viewOf(4, 3, 5), new Float32Array(12).fill(1));
  for (const other of [viewOf(3, 4, 5), viewOf(4, 4, 5), viewOf(5, 3, 5)]) {
    expect(() => unprojectCloud(depthMapRows(map), numberedColours(other), asIs)).toThrow(RangeError);
  }
});
