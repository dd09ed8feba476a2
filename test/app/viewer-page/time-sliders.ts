import type { MaskSettings } from '../../../src/core/depth/mask-depth';
import type { CloudView } from '../../../src/renderer/viewer/cloud-view';
import { rememberMasks } from '../../../src/renderer/viewer/mask-options';
import type { ViewOptions, ViewScene } from '../../../src/renderer/viewer/view-scene';
import { NO_MASKS } from '../../fixtures/masks';

const MOVES = 12;
const EDGES = { ...NO_MASKS, edgeThreshold: 0.015 };

interface Move {
  readonly masks: MaskSettings;
  readonly options?: Partial<ViewOptions>;
}

/** What each slider does to the cloud at its n-th move; the others stand as they do at first, unless it says so. */
const SLIDERS: Readonly<Record<string, (move: number) => Move>> = {
  'point size': (move) => ({ masks: EDGES, options: { pointSize: 1 + move / 10 } }),
  'near and far cut': (move) => ({ masks: EDGES, options: { nearMetres: 3 + move / 100 } }),
  'focal length': (move) => ({ masks: EDGES, options: { focalScale: 1 + move / 100 } }),
  edges: (move) => ({ masks: { ...EDGES, edgeThreshold: 0.01 + move / 1000 } }),
  'surfaces seen flatly': (move) => ({ masks: { ...EDGES, grazingDegrees: 60 + move } }),
  'least confident': (move) => ({ masks: { ...EDGES, doubtfulPercent: 5 + move } }),
  'small islands': (move) => ({ masks: { ...EDGES, smallestIslandPx: 50 + 10 * move } }),
  'edges, islands hidden': (move) => ({
    masks: { ...EDGES, smallestIslandPx: 50, edgeThreshold: 0.01 + move / 1000 },
  }),
  'focal length, flat surfaces hidden': (move) => ({
    masks: { ...EDGES, grazingDegrees: 75 },
    options: { focalScale: 1 + move / 100 },
  }),
};

/**
 * How long each move of each slider keeps the page's thread: what the masks make of it, the options, and the frame that
 * shows it. The first move of a slider also brings its test on.
 */
export async function timeSliders(
  view: CloudView,
  scene: ViewScene,
  nextFrame: () => Promise<void>,
): Promise<Readonly<Record<string, readonly number[]>>> {
  const masksOf = rememberMasks();
  view.show(scene, masksOf(scene, EDGES, 1));
  await nextFrame();
  const times: Record<string, number[]> = {};
  for (const [slider, moveTo] of Object.entries(SLIDERS)) {
    const ms: number[] = [];
    for (let move = 0; move < MOVES; move++) {
      const { masks, options = {} } = moveTo(move);
      const startMs = performance.now();
      view.setOptions({ ...options, ...masksOf(scene, masks, options.focalScale ?? 1) });
      const setMs = performance.now() - startMs;
      await nextFrame();
      ms.push(setMs + view.stats().drawMs);
    }
    times[slider] = ms;
  }
  return times;
}
