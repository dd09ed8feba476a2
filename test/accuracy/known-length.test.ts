import { afterAll, describe, expect, it } from 'vitest';
import { scaleFactorOf } from '../../src/core/measuring/known-length';
import { pickPoint, type MeasurableDepth, type PhotoPlace } from '../../src/core/measuring/picked-point';
import { lengthOf, subtract } from '../../src/core/measuring/vector';
import { createEngine } from '../../src/engine/engine';
import { estimateDepth } from '../../src/engine/estimate-depth';
import { engineConfig } from '../fixtures/engines';
import { renderedSamples, type RenderedSample } from '../fixtures/rendered-samples';

/** Places are taken from a raster of so many on each side, so that lengths run near and far, across and in depth. */
const RASTER = 5;
const FARTHEST_METRES = 40;

/** Shorter ones are within the spread of their own points. */
const SHORTEST_METRES = 0.2;

/**
 * Median error of other lengths after one known length has set the scale of the model's own depth. Measured with the exact
 * focal length on the machine that `rendered-samples.test.ts` names.
 */
const MEASURED_MEDIAN_ERROR: Readonly<Record<string, number>> = {
  'living-room': 0.211,
  'table-pots': 0.102,
  'table-vase': 0.056,
  bookshelves: 0.126,
  'road-houses': 0.054,
  'road-crossing': 0.105,
};
const MARGIN = 0.01;

const samples = renderedSamples();

describe.skipIf(samples.length === 0)('a known length sets the scale', () => {
  const engine = createEngine(engineConfig());
  afterAll(() => engine.predictor.release());

  it.each(samples)('$name: with exact depth of a wrong scale every other length is right to 0.5 %', async (sample) => {
    const exact = await exactDepth(sample);
    const wrong = { ...exact, depthMetres: exact.depthMetres.map((z) => z / 1.37) };
    const errors = otherLengthErrors(exact, wrong);
    expect(errors.length).toBeGreaterThan(20);
    expect(errors.reduce((most, error) => Math.max(most, error))).toBeLessThan(0.005);
  });

  it.each(samples)('$name: with the model’s depth the others are off by what was measured', async (sample) => {
    const focal = { kind: 'intrinsics', intrinsics: sample.intrinsics } as const;
    const request = { model: 'fathom-s', device: 'auto', precision: 'auto', focal } as const;
    const { depth } = await estimateDepth(engine, sample.photo, request);
    const errors = otherLengthErrors(await exactDepth(sample), {
      ...depth,
      photo: sample.size,
      followsFocal: true,
      focalScale: 1,
    });
    const median = [...errors].sort((a, b) => a - b)[errors.length >> 1]!;
    console.info(
      `${sample.name}: other lengths off by ${(100 * median).toFixed(1)} % in the median of ${String(errors.length)}`,
    );
    expect(median).toBeLessThan(MEASURED_MEDIAN_ERROR[sample.name]! + MARGIN);
  });
});

async function exactDepth({ size, intrinsics, exactDepthMetres }: RenderedSample): Promise<MeasurableDepth> {
  const depthMetres = await exactDepthMetres();
  const mask = Uint8Array.from(depthMetres, (z) => (z > 0 ? 0 : 1));
  return { size, photo: size, intrinsics, depthMetres, mask, followsFocal: true, focalScale: 1 };
}

/** Relative errors of every length between two places, each of the others in turn being the known one. */
function otherLengthErrors(exact: MeasurableDepth, depth: MeasurableDepth): readonly number[] {
  const lengths = pairsOf(places(exact)).flatMap(([a, b]) => {
    const truth = lengthBetween(exact, a, b);
    const measured = lengthBetween(depth, a, b);
    return truth && measured && truth.metres > SHORTEST_METRES ? [{ truth, measured }] : [];
  });
  return lengths.flatMap((known) => {
    const factor = scaleFactorOf({ ...known.measured, trueMetres: known.truth.metres })!;
    return lengths
      .filter((other) => other !== known)
      .map(({ truth, measured }) => Math.abs((factor * measured.metres) / truth.metres - 1));
  });
}

function places({ photo }: MeasurableDepth): readonly PhotoPlace[] {
  return Array.from({ length: RASTER * RASTER }, (_, i) => ({
    xPx: Math.floor((((i % RASTER) + 0.5) * photo.widthPx) / RASTER) + 0.5,
    yPx: Math.floor(((Math.floor(i / RASTER) + 0.5) * photo.heightPx) / RASTER) + 0.5,
  }));
}

function pairsOf<Item>(items: readonly Item[]): readonly (readonly [Item, Item])[] {
  return items.flatMap((a, i) => items.slice(i + 1).map((b) => [a, b] as const));
}

function lengthBetween(depth: MeasurableDepth, a: PhotoPlace, b: PhotoPlace) {
  const [from, to] = [pickPoint(depth, a)?.position, pickPoint(depth, b)?.position];
  if (!from || !to || from[2] > FARTHEST_METRES || to[2] > FARTHEST_METRES) return undefined;
  return { from, to, metres: lengthOf(subtract(to, from)) };
}
