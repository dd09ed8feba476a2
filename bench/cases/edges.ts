import { markEdges } from '../../src/core/depth/edges';
import { DEFAULT_MASKS, maskDepth } from '../../src/core/depth/mask-depth';
import { createEngine } from '../../src/engine/engine';
import { estimateDepth } from '../../src/engine/estimate-depth';
import { smearDepth } from '../../test/fixtures/analytic-scenes';
import { engineConfig } from '../../test/fixtures/engines';
import { exactOnGrid, nearOcclusions, SAMPLE_GRID, scoreMask } from '../../test/fixtures/occlusion-edges';
import { renderedSamples, type RenderedSample } from '../../test/fixtures/rendered-samples';
import { atLeast, atMost, type BenchCase, type Figure } from '../harness/bench-case';
import { median, spreadOf } from '../harness/statistics';
import { keepLeast, mogeTolerances } from '../workload/published-edge-rules';

const PERCENT = 100;
/** What is masked of the least confident pixels beside the flying ones: nothing, which is the default, and some. */
const DOUBTFUL_PERCENTS = [0, 20];
/** Stands for the sky, as far as the embedded model puts it. */
const SKY_METRES = 150;
const SKY_BEYOND_METRES = 140;

/** How clean clouds are at occlusion edges, on samples whose exact depth is known. */
export const edges: BenchCase = {
  name: 'edges',
  title: 'flying pixels left at edges, of rendered samples',
  run: async () => {
    const samples = renderedSamples();
    if (samples.length === 0) return { kind: 'skipped', reason: 'the rendered samples are not there' };
    const engine = createEngine(engineConfig());
    const figures: Figure[] = [];
    try {
      for (const sample of samples) {
        const exact = await exactOnGrid(sample);
        const near = nearOcclusions(exact.map((metres) => metres || SKY_METRES));
        figures.push(...smearedFigures(sample.name, exact, near));
        const map = await predicted(engine, sample);
        for (const doubtfulPercent of DOUBTFUL_PERCENTS) {
          figures.push(...modelFigures(sample.name, map, exact, near, doubtfulPercent));
        }
      }
    } finally {
      await engine.predictor.release();
    }
    return {
      kind: 'measured',
      figures,
      notes: [
        '(a) exact depth smeared as a bilinear last step does it; (b) the embedded model’s own depth, scaled to the true median, every rule keeping as many points as ours.',
        'Off: over 5 % from exact depth. At edges: within 3 px of an occlusion edge.',
      ],
    };
  },
};

function smearedFigures(name: string, exact: Float32Array, near: readonly boolean[]): Figure[] {
  const depthMetres = smearDepth(
    SAMPLE_GRID,
    exact.map((metres) => metres || SKY_METRES),
  );
  const mask = Uint8Array.from(depthMetres, (metres) => (metres > SKY_BEYOND_METRES ? 1 : 0));
  const marked = markEdges({ size: SAMPLE_GRID, depthMetres, mask }, DEFAULT_MASKS.edgeThreshold);
  const isVisible = (i: number): boolean => mask[i] === 0;
  const score = (isKept: (i: number) => boolean) => scoreMask(isVisible, isKept, depthMetres, exact, near);
  const ours = score((i) => marked[i] === 0);
  const percent = (what: string, share: number, target?: Figure['target']): Figure => ({
    what: `${name} (a): ${what}`,
    unit: '%',
    measured: spreadOf([PERCENT * share]),
    ...(target && { target }),
  });
  return [
    percent('off at edges, no mask', score(() => true).offAtEdges),
    percent('off at edges', ours.offAtEdges, atMost(5)),
    percent('kept elsewhere', ours.keptElsewhere, atLeast(97)),
  ];
}

/** The embedded model's depth and confidence. */
async function predicted(engine: ReturnType<typeof createEngine>, sample: RenderedSample) {
  const focal = { kind: 'intrinsics', intrinsics: sample.intrinsics } as const;
  const request = { model: 'fathom-s', device: 'auto', precision: 'auto', focal } as const;
  return (await estimateDepth(engine, sample.photo, request)).depth;
}

function modelFigures(
  name: string,
  map: Awaited<ReturnType<typeof predicted>>,
  exact: Float32Array,
  near: readonly boolean[],
  doubtfulPercent: number,
): Figure[] {
  const isValid = Uint8Array.from(map.mask, (reasons) => (reasons === 0 ? 1 : 0));
  const ratios = Array.from(exact.keys())
    .filter((i) => isValid[i] === 1 && exact[i]! > 0)
    .map((i) => exact[i]! / map.depthMetres[i]!);
  const scale = median(ratios);
  const depthMetres = map.depthMetres.map((depth) => depth * scale);
  const ours = maskDepth(map, { ...DEFAULT_MASKS, doubtfulPercent }).map((reasons) => (reasons === 0 ? 1 : 0));
  const count = ours.reduce((sum, kept) => sum + kept, 0);
  const moge = keepLeast(mogeTolerances(map.size, map.depthMetres, isValid), isValid, count);
  const depthAnything = keepLeast(
    map.confidence!.map((value) => -value),
    isValid,
    count,
  );
  const settings = doubtfulPercent > 0 ? `, ${String(doubtfulPercent)} % least confident masked` : '';
  const figure = (rule: string, kept: Uint8Array): Figure => {
    const score = scoreMask(
      (i) => isValid[i] === 1,
      (i) => kept[i] === 1,
      depthMetres,
      exact,
      near,
    );
    return {
      what: `${name} (b${settings}): off at edges, ${rule}`,
      unit: '%',
      measured: spreadOf([PERCENT * score.offAtEdges]),
    };
  };
  const best = Math.min(...[moge, depthAnything].map((kept) => figure('', kept).measured.median));
  return [
    { ...figure('ours', ours), target: atMost(Number(best.toFixed(1))) },
    figure('MoGe’s rule', moge),
    figure('Depth Anything 3’s rule', depthAnything),
    figure('no mask', isValid),
  ];
}
