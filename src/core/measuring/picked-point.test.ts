import { describe, expect, it } from 'vitest';
import { plane, renderDepth, viewOf } from '../../../test/fixtures/analytic-scenes';
import { MaskReason } from '../depth/depth-rows';
import { type MeasurableDepth, pickPoint, placeOfPixel } from './picked-point';

const view = viewOf(64, 48, 60);
const photo = { widthPx: 256, heightPx: 192 };

const depthOf = (depthMetres: Float32Array, rest: Partial<MeasurableDepth> = {}): MeasurableDepth => ({
  ...view,
  photo,
  depthMetres,
  mask: new Uint8Array(depthMetres.length),
  followsFocal: true,
  focalScale: 1,
  ...rest,
});
const wall = (metres: number): Float32Array => renderDepth(view, plane([0, 0, 1], metres));
const at = (depth: MeasurableDepth, column: number, row: number) =>
  pickPoint(depth, placeOfPixel(depth, { column, row }));
const index = (column: number, row: number): number => row * 64 + column;

describe('pickPoint', () => {
  it('lies where the pixel’s ray meets a slanted plane, whose slant is no spread', () => {
    const depth = depthOf(renderDepth(view, plane([0, -0.3, 1], 4)));
    const { position, spreadMetres } = at(depth, 40, 20)!;
    const z = 4 / (1 - 0.3 * ((20.5 - 24) / 60));
    expect(position[0]).toBeCloseTo(((40.5 - 32) / 60) * z, 4);
    expect(position[1]).toBeCloseTo(((20.5 - 24) / 60) * z, 4);
    expect(position[2]).toBeCloseTo(z, 4);
    expect(spreadMetres).toBeLessThan(0.001);
  });

  it('takes the median: single wild pixels change nothing', () => {
    const depthMetres = wall(3);
    depthMetres[index(31, 20)] = 3.2;
    depthMetres[index(30, 21)] = 2.8;
    expect(at(depthOf(depthMetres), 30, 20)!.position[2]).toBe(3);
    expect(at(depthOf(depthMetres), 30, 20)!.spreadMetres).toBeGreaterThan(0.03);
  });

  it('keeps the depth of a pole one pixel wide before a far wall', () => {
    const depthMetres = wall(9);
    for (let row = 0; row < 48; row++) depthMetres[index(30, row)] = 2;
    expect(at(depthOf(depthMetres), 30, 20)!.position[2]).toBe(2);
    expect(at(depthOf(depthMetres), 31, 20)!.position[2]).toBe(9);
  });

  it('takes a masked outline’s depth from the nearer side, and nothing where all around is masked', () => {
    const depthMetres = wall(9);
    const mask = new Uint8Array(depthMetres.length);
    for (let row = 0; row < 48; row++) {
      depthMetres[index(29, row)] = 2;
      depthMetres[index(28, row)] = 2;
      mask[index(30, row)] = MaskReason.edge;
    }
    expect(at(depthOf(depthMetres, { mask }), 30, 20)!.position[2]).toBe(2);
    expect(at(depthOf(depthMetres, { mask: mask.fill(MaskReason.sky) }), 30, 20)).toBeUndefined();
  });

  it('is nothing outside of the photo', () => {
    const depth = depthOf(wall(3));
    expect(pickPoint(depth, { xPx: 256, yPx: 10 })).toBeUndefined();
    expect(pickPoint(depth, { xPx: -0.1, yPx: 10 })).toBeUndefined();
    expect(pickPoint(depth, { xPx: 0, yPx: 0 })).toBeDefined();
  });

  it('at a longer focal length is farther in canonical depth, and narrower in any other', () => {
    const [x, y, z] = at(depthOf(wall(3)), 50, 10)!.position;
    const canonical = at(depthOf(wall(3), { focalScale: 2 }), 50, 10)!.position;
    const metric = at(depthOf(wall(3), { focalScale: 2, followsFocal: false }), 50, 10)!.position;
    expect(canonical).toEqual([x, y, 2 * z]);
    expect(metric).toEqual([x / 2, y / 2, z]);
  });

  it('finds the grid’s own pixel again, whatever the sizes', () => {
    const odd = { size: { widthPx: 37, heightPx: 23 }, photo: { widthPx: 4031, heightPx: 3023 } };
    for (let column = 0; column < 37; column++) {
      const { xPx } = placeOfPixel(odd, { column, row: 0 });
      expect(Math.floor((xPx * 37) / 4031)).toBe(column);
    }
  });

  it('tells the median confidence', () => {
    const depthMetres = wall(3);
    const confidence = new Float32Array(depthMetres.length).fill(0.75);
    expect(at(depthOf(depthMetres, { confidence }), 30, 20)!.confidence).toBe(0.75);
    expect(at(depthOf(depthMetres), 30, 20)!.confidence).toBeUndefined();
  });
});
