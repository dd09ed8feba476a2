import { isInsideClip } from '../../core/cloud/clip-box';
import { MaskReason } from '../../core/depth/depth-rows';
import { isWithin } from '../../core/depth/mask-depth';
import type { ViewOptions, ViewScene } from './view-scene';

/** The options that decide which pixels become points. */
export type VisibilityOptions = Pick<
  ViewOptions,
  'levels' | 'levelLimits' | 'hideSky' | 'nearMetres' | 'farMetres' | 'clip' | 'lasso'
>;

/** The mask bits that hide a pixel: what has no depth always does. */
export function hidingReasons({ hideSky }: Pick<ViewOptions, 'hideSky'>): number {
  return MaskReason.outOfRange | (hideSky ? MaskReason.sky : 0);
}

/**
 * Whether a pixel is shown: no hiding bit in its mask, no level above its limit, and a finite depth above 0 within the
 * cut, whose ends count, within the clip box and not cut away by the lasso. The vertex shader mirrors this.
 */
export function isVisible(
  { mask }: Pick<ViewScene, 'mask'>,
  pixel: number,
  shownDepthMetres: number,
  options: VisibilityOptions,
): boolean {
  return (
    (mask[pixel]! & hidingReasons(options)) === 0 &&
    isWithin(options.levels, pixel, options.levelLimits) &&
    shownDepthMetres > 0 &&
    shownDepthMetres < Infinity &&
    shownDepthMetres >= options.nearMetres &&
    shownDepthMetres <= options.farMetres &&
    (options.clip === undefined || isInsideClip(options.clip, pixel, shownDepthMetres)) &&
    options.lasso?.[pixel] !== 1
  );
}
