import { maskLimits, type MaskSettings } from '../../../src/core/depth/mask-depth';
import type { CloudView } from '../../../src/renderer/viewer/cloud-view';
import { MaskLevels } from '../../../src/renderer/viewer/mask-levels';
import { whatShapesLevels } from '../../../src/renderer/viewer/mask-options';
import type { ViewOptions, ViewScene } from '../../../src/renderer/viewer/view-scene';
import { NO_MASKS } from '../../fixtures/masks';

const MOVES = 6;
const EDGES = { ...NO_MASKS, edgeThreshold: 0.015 };

interface Move {
  readonly masks: MaskSettings;
  readonly options: Partial<ViewOptions> & Pick<ViewOptions, 'focalScale'>;
}

const move = (masks: Partial<MaskSettings>, options: Partial<ViewOptions> = {}): Move => ({
  masks: { ...EDGES, ...masks },
  options: { focalScale: 1, ...options },
});

/** What each slider does to the cloud at its n-th move; the others stand as they do at first, unless it says so. */
const SLIDERS: Readonly<Record<string, (n: number) => Move>> = {
  'point size': (n) => move({}, { pointSize: 1 + n / 10 }),
  'near and far cut': (n) => move({}, { nearMetres: 3 + n / 100 }),
  'focal length': (n) => move({}, { focalScale: 1 + n / 100 }),
  edges: (n) => move({ edgeThreshold: 0.01 + n / 1000 }),
  'surfaces seen flatly': (n) => move({ grazingDegrees: 60 + n }),
  'least confident': (n) => move({ doubtfulPercent: 5 + n }),
  'small islands': (n) => move({ smallestIslandPx: 50 + 10 * n }),
  'edges, islands hidden': (n) => move({ smallestIslandPx: 50, edgeThreshold: 0.01 + n / 1000 }),
  'focal length, flat surfaces hidden': (n) => move({ grazingDegrees: 75 }, { focalScale: 1 + n / 100 }),
};

/**
 * How long each move of each slider keeps the page's thread: the masks, the options and the frame that shows them, and
 * where levels are measured anew the same again once they are there. The first move of a slider also brings its test on.
 */
export async function timeSliders(
  view: CloudView,
  scene: ViewScene,
  nextFrame: () => Promise<void>,
): Promise<Readonly<Record<string, readonly number[]>>> {
  let onMeasured = (): void => undefined;
  const levels = new MaskLevels(() => onMeasured());
  const show = async ({ masks, options }: Move): Promise<number> => {
    const startMs = performance.now();
    levels.follow(scene, masks, options.focalScale);
    view.setOptions({
      ...options,
      levels: levels.of(scene, masks, options.focalScale),
      levelLimits: maskLimits(masks),
    });
    const setMs = performance.now() - startMs;
    await nextFrame();
    return setMs + view.stats().drawMs;
  };
  view.show(scene, { levels: levels.of(scene, EDGES, 1), levelLimits: maskLimits(EDGES) });
  await nextFrame();
  let shown = whatShapesLevels(EDGES, 1);
  const times: Record<string, number[]> = {};
  for (const [slider, moveTo] of Object.entries(SLIDERS)) {
    const ms: number[] = [];
    for (let n = 0; n < MOVES; n++) {
      const move = moveTo(n);
      const shape = whatShapesLevels(move.masks, move.options.focalScale);
      const measured = shape === shown ? undefined : new Promise<void>((resolve) => (onMeasured = resolve));
      let moveMs = await show(move);
      await measured;
      if (measured) moveMs += await show(move);
      shown = shape;
      ms.push(moveMs);
    }
    times[slider] = ms;
  }
  levels.dispose();
  return times;
}
