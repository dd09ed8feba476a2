import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { intrinsicsOnGrid, type ImageSize } from '../../src/core/camera/intrinsics';
import type { DepthRows } from '../../src/core/depth/depth-rows';
import { DEFAULT_EDGE_THRESHOLD, markEdges } from '../../src/core/depth/edges';
import { guidedRows } from '../../src/core/depth/guided-rows';
import { resampleRows } from '../../src/core/depth/resample';
import { smearDepth } from '../fixtures/analytic-scenes';
import { renderedSamples, type RenderedSample } from '../fixtures/rendered-samples';

/** Photo pixels per pixel of the depth's grid, along either axis. */
const FACTOR = 4;
/** Near an edge: two pixels of the depth's grid. */
const NEAR_PX = 2 * FACTOR;
const JUMP = 1.1;
const OFF = 0.05;
const SKY_METRES = 150;
/** Where leaves stand before the sky, each finer than a pixel of the depth's grid, the photo cannot decide. */
const LEAFY = ['living-room', 'road-houses', 'road-crossing'];
/** How much worse guided depth is there, at most: of the relative error, and of the share off near edges. */
const LEAFY_MARGIN = { absRel: 0.0012, off: 0.016 };
const MARGIN = { absRel: 0.0001, off: 0.002 };

const samples = renderedSamples();

describe.skipIf(samples.length === 0)('depth of a quarter of the photo’s grid, on the photo’s', () => {
  it.each(samples.filter(({ name }) => !LEAFY.includes(name)))(
    '$name: the photo makes edges of sharp depth better, and smeared depth hardly worse',
    async (sample) => {
      const { sharpDepth, smeared } = await compareOn(sample);
      expect(sharpDepth.guided.off).toBeLessThan(0.97 * sharpDepth.plain.off);
      expect(sharpDepth.guided.absRel).toBeLessThan(sharpDepth.plain.absRel);
      expectHardlyWorse(smeared, MARGIN);
    },
  );

  it.each(samples.filter(({ name }) => LEAFY.includes(name)))(
    '$name: the photo makes depth among leaves hardly worse',
    async (sample) => {
      const { sharpDepth, smeared } = await compareOn(sample);
      expectHardlyWorse(sharpDepth, LEAFY_MARGIN);
      expectHardlyWorse(smeared, LEAFY_MARGIN);
    },
  );
});

interface Errors {
  readonly absRel: number;
  readonly off: number;
}
interface Compared {
  readonly plain: Errors;
  readonly guided: Errors;
}

function expectHardlyWorse({ plain, guided }: Compared, margin: Errors): void {
  expect(guided.off).toBeLessThan(plain.off + margin.off);
  expect(guided.absRel).toBeLessThan(plain.absRel + margin.absRel);
}

async function compareOn(sample: RenderedSample): Promise<{ sharpDepth: Compared; smeared: Compared }> {
  const exact = (await sample.exactDepthMetres()).map((metres) => metres || SKY_METRES);
  const grid = { widthPx: sample.size.widthPx / FACTOR, heightPx: sample.size.heightPx / FACTOR };
  const coarse = Float32Array.from({ length: grid.widthPx * grid.heightPx }, (_, i) => {
    const x = (i % grid.widthPx) * FACTOR + FACTOR / 2;
    const y = Math.floor(i / grid.widthPx) * FACTOR + FACTOR / 2;
    return exact[y * sample.size.widthPx + x]!;
  });
  const near = nearJumps(exact, sample.size);
  const sharpDepth = await compare(sample, grid, coarse, exact, near);
  const smeared = await compare(sample, grid, smearDepth(grid, coarse), exact, near);
  return { sharpDepth, smeared };
}

async function compare(
  sample: RenderedSample,
  size: ImageSize,
  depthMetres: Float32Array,
  exact: Float32Array,
  near: Uint8Array,
): Promise<Compared> {
  const sky = Uint8Array.from(depthMetres, (metres) => (metres > 0.9 * SKY_METRES ? 2 : 0));
  const mask = markEdges({ size, depthMetres, mask: sky }, DEFAULT_EDGE_THRESHOLD);
  const intrinsics = intrinsicsOnGrid(sample.intrinsics, sample.size, size);
  const map = { size, intrinsics, depthMetres, mask, normals: undefined, confidence: undefined };
  const picture = async ({ widthPx, heightPx }: ImageSize) => ({
    size: { widthPx, heightPx },
    rgb: new Uint8Array(await sharp(sample.photo).removeAlpha().resize(widthPx, heightPx).raw().toBuffer()),
  });
  const guided = guidedRows(map, await picture(size), await picture(sample.size), sample.intrinsics);
  return {
    plain: errorsOf(resampleRows(map, sample.size, sample.intrinsics), exact, near),
    guided: errorsOf(guided, exact, near),
  };
}

/** Mean of the relative error, and the share over 5 % near edges; of the points kept. */
function errorsOf(rows: DepthRows, exact: Float32Array, near: Uint8Array): Errors {
  let [sum, count, off, atEdges] = [0, 0, 0, 0];
  for (let y = 0; y < rows.size.heightPx; y++) {
    const { depthMetres, mask } = rows.row(y);
    for (let x = 0; x < depthMetres.length; x++) {
      if (mask[x] !== 0) continue;
      const i = y * depthMetres.length + x;
      const error = Math.abs(depthMetres[x]! / exact[i]! - 1);
      sum += error;
      count++;
      if (near[i] === 0) continue;
      atEdges++;
      if (error > OFF) off++;
    }
  }
  return { absRel: sum / count, off: off / atEdges };
}

/** 1 within {@link NEAR_PX} along both axes of a jump in exact depth. */
function nearJumps(exact: Float32Array, { widthPx, heightPx }: ImageSize): Uint8Array {
  const near = new Uint8Array(exact.length);
  const mark = (column: number, row: number): void => {
    for (let y = Math.max(0, row - NEAR_PX); y <= Math.min(heightPx - 1, row + NEAR_PX); y++) {
      near.fill(1, y * widthPx + Math.max(0, column - NEAR_PX), y * widthPx + Math.min(widthPx, column + NEAR_PX + 1));
    }
  };
  const isJump = (a: number, b: number): boolean => Math.max(a, b) > JUMP * Math.min(a, b);
  for (let y = 0; y < heightPx - 1; y++) {
    for (let x = 0; x < widthPx - 1; x++) {
      const i = y * widthPx + x;
      if (isJump(exact[i]!, exact[i + 1]!) || isJump(exact[i]!, exact[i + widthPx]!)) mark(x, y);
    }
  }
  return near;
}
