import { describe, expect, it } from 'vitest';
import { DEFAULT_EDGE_THRESHOLD, markEdges } from '../../src/core/depth/edges';
import { smearDepth } from '../fixtures/analytic-scenes';
import { exactOnGrid, nearOcclusions, SAMPLE_GRID as size, scoreMask } from '../fixtures/occlusion-edges';
import { renderedSamples } from '../fixtures/rendered-samples';

/** Where the embedded model puts the sky, and from where on it is masked, for a canonical focal length of 500 px. */
const CANONICAL = { focalPx: 500, sky: 150, skyBeyond: 140 };

const samples = renderedSamples();

describe.skipIf(samples.length === 0)('exact depth, smeared as a bilinear last step does it', () => {
  it.each(samples)('$name comes out clean at edges and whole elsewhere', async (sample) => {
    const exact = await exactOnGrid(sample);
    const metresPerUnit = (sample.intrinsics.fxPx * (size.widthPx / sample.size.widthPx)) / CANONICAL.focalPx;
    const withSky = exact.map((metres) => (metres > 0 ? metres : CANONICAL.sky * metresPerUnit));
    const depthMetres = smearDepth(size, withSky);
    const mask = Uint8Array.from(depthMetres, (metres) => (metres > CANONICAL.skyBeyond * metresPerUnit ? 1 : 0));
    const marked = markEdges({ size, depthMetres, mask }, DEFAULT_EDGE_THRESHOLD);
    const { keptAtEdges, offAtEdges, keptElsewhere } = scoreMask(
      (i) => mask[i] === 0,
      (i) => marked[i] === 0,
      depthMetres,
      exact,
      nearOcclusions(withSky),
    );
    expect(keptAtEdges).toBeGreaterThan(4000);
    expect(offAtEdges).toBeLessThan(0.047);
    expect(keptElsewhere).toBeGreaterThan(0.987);
  });
});
