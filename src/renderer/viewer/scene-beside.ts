import { MaskReason } from '../../core/depth/depth-rows';
import { TEST_COUNT } from '../../core/depth/mask-depth';
import { percentileOf } from './percentile';
import type { ViewOptions, ViewScene } from './view-scene';
import { type PointSample, sampleVisiblePoints } from './visible-sample';

/** A mask in which everything that is masked is hidden, for whatever reason it was. A new array. */
export function maskOfAll(mask: Uint8Array): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(mask, (reasons) => (reasons === 0 ? 0 : MaskReason.outOfRange));
}

/** Levels of a scene of which no test hides anything. */
export function noLevels({ mask }: Pick<ViewScene, 'mask'>): ViewOptions['levels'] {
  return new Uint16Array(TEST_COUNT * mask.length);
}

/** How another photo's scene is drawn beside that in view: coloured and sized as it is, without its cuts and masks. */
export function optionsBeside(options: ViewOptions, levels: ViewOptions['levels']): ViewOptions {
  return { ...options, ...UNCUT, levels };
}

const UNCUT = { nearMetres: 0, farMetres: Infinity, clip: undefined, lasso: undefined, focalScale: 1 } as const;

/** Points beyond these percentiles, at either end, do not count for a cloud's width: strays would push others away. */
const LEFT_OUT = 0.01;

/** From where to where the points of a scene lie across, in metres from its camera; undefined where there are none. */
export function stretchAcross(
  scene: Pick<ViewScene, 'size' | 'depthMetres' | 'mask' | 'intrinsics' | 'followsFocal'>,
  focalScale: number,
): readonly [left: number, right: number] | undefined {
  const options = { ...UNCUT, focalScale, levels: noLevels(scene), levelLimits: [0, 0, 0, 0] as const, hideSky: true };
  const { x }: PointSample = sampleVisiblePoints(scene, options);
  if (x.length === 0) return undefined;
  const sorted = x.slice().sort();
  return [percentileOf(sorted, LEFT_OUT), percentileOf(sorted, 1 - LEFT_OUT)];
}
