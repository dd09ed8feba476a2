import { MaskReason } from '../../core/depth/depth-rows';
import type { ViewOptions } from './view-scene';

/** The options that decide which pixels become points. */
export type VisibilityOptions = Pick<ViewOptions, 'hideEdges' | 'hideSky' | 'nearMetres' | 'farMetres'>;

/** The mask bits that hide a pixel: what has no depth always does. */
export function hidingReasons({ hideEdges, hideSky }: VisibilityOptions): number {
  return MaskReason.outOfRange | (hideEdges ? MaskReason.edge : 0) | (hideSky ? MaskReason.sky : 0);
}

/**
 * Whether a pixel is shown: no hiding bit in its mask, and a finite depth above 0 within the cut, whose ends count.
 * The vertex shader mirrors this.
 */
export function isVisible(mask: number, shownDepthMetres: number, options: VisibilityOptions): boolean {
  return (
    (mask & hidingReasons(options)) === 0 &&
    shownDepthMetres > 0 &&
    shownDepthMetres < Infinity &&
    shownDepthMetres >= options.nearMetres &&
    shownDepthMetres <= options.farMetres
  );
}
