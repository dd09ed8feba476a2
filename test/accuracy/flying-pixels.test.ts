import { describe, expect, it } from 'vitest';
import type { ImageSize } from '../../src/core/camera/intrinsics';
import { DEFAULT_EDGE_THRESHOLD, markEdges } from '../../src/core/depth/edges';
import { smearDepth } from '../fixtures/analytic-scenes';
import { renderedSamples, type RenderedSample } from '../fixtures/rendered-samples';

/** The embedded model's grid for the samples' 4:3. */
const size: ImageSize = { widthPx: 512, heightPx: 384 };
/** Where the embedded model puts the sky, and from where on it is masked, for a canonical focal length of 500 px. */
const CANONICAL = { focalPx: 500, sky: 150, skyBeyond: 140 };
const NEAR_EDGE_PX = 3;
/** A jump of disparity, beyond what the slopes on either side make of it, that parts two surfaces. */
const OCCLUSION = 0.1;
const OFF = 0.05;

/** Exact depth, each pixel of the grid taken from the one rendered pixel that its centre falls into. */
async function exactOnGrid(sample: RenderedSample): Promise<Float32Array> {
  const exact = await sample.exactDepthMetres();
  const scaleX = sample.size.widthPx / size.widthPx;
  const scaleY = sample.size.heightPx / size.heightPx;
  return Float32Array.from({ length: size.widthPx * size.heightPx }, (_, i) => {
    const x = Math.floor(((i % size.widthPx) + 0.5) * scaleX);
    const y = Math.floor((Math.floor(i / size.widthPx) + 0.5) * scaleY);
    return exact[y * sample.size.widthPx + x]!;
  });
}

/** Whether an occlusion edge runs between element `i` and the next on a line of the given stride. */
function isOcclusion(disparity: Float32Array, i: number, stride: number): boolean {
  const before = disparity[i]!;
  const after = disparity[i + stride]!;
  const jump = after - before;
  const limit = OCCLUSION * Math.min(before, after);
  const slopeBefore = before - disparity[i - stride]!;
  const slopeAfter = disparity[i + 2 * stride]! - after;
  return [0, slopeBefore, slopeAfter].every((slope) => Math.abs(jump - slope) > limit);
}

/** Pixels whose centres lie within 3 px of the middle of an occlusion edge. */
function nearOcclusions(depth: Float32Array): boolean[] {
  const disparity = depth.map((metres) => 1 / metres);
  const near = new Array<boolean>(depth.length).fill(false);
  const markAround = (edgeX: number, edgeY: number): void => {
    for (let y = Math.ceil(edgeY - NEAR_EDGE_PX); y <= edgeY + NEAR_EDGE_PX; y++) {
      for (let x = Math.ceil(edgeX - NEAR_EDGE_PX); x <= edgeX + NEAR_EDGE_PX; x++) {
        const inside = x >= 0 && y >= 0 && x < size.widthPx && y < size.heightPx;
        if (inside && Math.hypot(x - edgeX, y - edgeY) <= NEAR_EDGE_PX) near[y * size.widthPx + x] = true;
      }
    }
  };
  for (let y = 1; y < size.heightPx - 2; y++) {
    for (let x = 1; x < size.widthPx - 2; x++) {
      const i = y * size.widthPx + x;
      if (isOcclusion(disparity, i, 1)) markAround(x + 0.5, y);
      if (isOcclusion(disparity, i, size.widthPx)) markAround(x, y + 0.5);
    }
  }
  return near;
}

const samples = renderedSamples();

describe.skipIf(samples.length === 0)('exact depth, smeared as the model’s last step does it', () => {
  it.each(samples)('$name comes out clean at edges and whole elsewhere', async (sample) => {
    const exact = await exactOnGrid(sample);
    const metresPerUnit = (sample.intrinsics.fxPx * (size.widthPx / sample.size.widthPx)) / CANONICAL.focalPx;
    const withSky = exact.map((metres) => (metres > 0 ? metres : CANONICAL.sky * metresPerUnit));
    const near = nearOcclusions(withSky);
    const depthMetres = smearDepth(size, withSky);
    const mask = Uint8Array.from(depthMetres, (metres) => (metres > CANONICAL.skyBeyond * metresPerUnit ? 1 : 0));
    const marked = markEdges({ size, depthMetres, mask }, DEFAULT_EDGE_THRESHOLD);

    const visible = Array.from(mask.keys()).filter((i) => mask[i] === 0);
    const isOff = (i: number): boolean => exact[i] === 0 || Math.abs(depthMetres[i]! / exact[i]! - 1) > OFF;
    const keptAtEdges = visible.filter((i) => near[i] && marked[i] === 0);
    const elsewhere = visible.filter((i) => !near[i] && exact[i]! > 0);
    expect(keptAtEdges.length).toBeGreaterThan(5000);
    expect(keptAtEdges.filter(isOff).length / keptAtEdges.length).toBeLessThan(0.03);
    expect(elsewhere.filter((i) => marked[i] === 0).length / elsewhere.length).toBeGreaterThan(0.99);
  });
});
