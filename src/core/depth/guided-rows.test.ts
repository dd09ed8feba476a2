import { describe, expect, it } from 'vitest';
import { depthMapOf, plane, renderDepth, viewOf } from '../../../test/fixtures/analytic-scenes';
import { intrinsicsOnGrid } from '../camera/intrinsics';
import type { RgbImage } from '../cloud/unproject';
import type { DepthMap } from './depth-map';
import { MaskReason, type DepthRows } from './depth-rows';
import { guidedRows } from './guided-rows';
import { resampleRows } from './resample';

const view = viewOf(32, 24, 40);
const photoSize = { widthPx: 128, heightPx: 96 };
const intrinsics = intrinsicsOnGrid(view.intrinsics, view.size, photoSize);
/** Where the object ends in the photo: within an old pixel, so that its nearest one errs by up to two new ones. */
const EDGE_PX = 58;

/** A near object left of the edge, in one grey; what is behind in another. */
function picture(widthPx: number, heightPx: number, grey: readonly [near: number, far: number]): RgbImage {
  const edge = (EDGE_PX * widthPx) / photoSize.widthPx;
  const rgb = new Uint8Array(3 * widthPx * heightPx);
  for (let i = 0; i < rgb.length; i++) rgb[i] = (Math.floor(i / 3) % widthPx) + 0.5 < edge ? grey[0] : grey[1];
  return { size: { widthPx, heightPx }, rgb };
}

const mapOf = (isNear: (column: number) => boolean): DepthMap =>
  depthMapOf(
    view,
    Float32Array.from({ length: 32 * 24 }, (_, i) => (isNear(i % 32) ? 2 : 5)),
  );

function depthsOf(rows: DepthRows, y: number): number[] {
  return Array.from(rows.row(y).depthMetres);
}

const guided = (map: DepthMap, grey: readonly [number, number]) =>
  guidedRows(map, picture(32, 24, grey), picture(128, 96, grey), intrinsics);

describe('where the photo shows the edge', () => {
  const map = mapOf((column) => column < 14);

  it('takes it from there, exactly, and mixes nothing', () => {
    const depths = depthsOf(guided(map, [60, 180]), 50);
    expect(depths).toEqual(depths.map((_, x) => (x < EDGE_PX ? 2 : 5)));
  });

  it('where the nearest pixels alone would not', () => {
    const depths = depthsOf(resampleRows(map, photoSize, intrinsics), 50);
    expect(depths).not.toEqual(depths.map((_, x) => (x < EDGE_PX ? 2 : 5)));
  });

  it('gives normals and confidence of the surface that was chosen', () => {
    const normals = Float32Array.from({ length: 3 * 32 * 24 }, (_, i) =>
      map.depthMetres[Math.floor(i / 3)] === 2 ? 1 : 0,
    );
    const confidence = map.depthMetres.map((depth) => depth / 10);
    const row = guided({ ...map, normals, confidence }, [60, 180]).row(50);
    expect(Array.from(row.confidence!)).toEqual(Array.from(row.depthMetres.map((depth) => depth / 10)));
    expect(Array.from(row.normals!)).toEqual(
      Array.from(row.depthMetres).flatMap((depth) => Array<number>(3).fill(depth === 2 ? 1 : 0)),
    );
  });
});

it('without a difference in colour stays where the depth has the edge', () => {
  const map = mapOf((column) => column < 14);
  const plain = resampleRows(map, photoSize, intrinsics);
  expect(depthsOf(guided(map, [90, 90]), 40)).toEqual(depthsOf(plain, 40));
});

it('leaves planes alone whatever is painted on them', () => {
  const floor = depthMapOf(view, renderDepth(view, plane([0.1, 1, 0.9], 1.5)));
  const plain = resampleRows(floor, photoSize, intrinsics);
  const rows = guided(floor, [0, 255]);
  for (const y of [0, 30, 95]) expect(depthsOf(rows, y)).toEqual(depthsOf(plain, y));
});

it('keeps masks, and takes nothing from what they hide', () => {
  const map = mapOf((column) => column < 14);
  for (let i = 0; i < map.mask.length; i++) if ([14, 15].includes(i % 32)) map.mask[i] = MaskReason.edge;
  for (let i = 0; i < map.mask.length; i++) if (map.mask[i] !== 0) map.depthMetres[i] = 3.3;
  const rows = guided(map, [60, 180]);
  const plain = resampleRows(map, photoSize, intrinsics);
  for (const y of [0, 47, 95]) {
    const row = rows.row(y);
    expect(Array.from(row.mask)).toEqual(Array.from(plain.row(y).mask));
    row.depthMetres.forEach((depth, x) => {
      if (row.mask[x] === 0) expect([2, 5]).toContain(depth);
    });
  }
});
