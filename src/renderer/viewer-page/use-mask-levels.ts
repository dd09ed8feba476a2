import { useEffect, useReducer, useState } from 'react';
import type { MaskSettings } from '../../core/depth/mask-depth';
import { MaskLevels } from '../viewer/mask-levels';
import type { ViewOptions, ViewScene } from '../viewer/view-scene';

/** What masks make of the scene in view: the newest levels there are, and those for the settings soon after. */
export function useMaskLevels(scene: ViewScene, settings: MaskSettings, focalScale: number): ViewOptions['levels'] {
  const [, renderAgain] = useReducer((round: number) => round + 1, 0);
  const [masks] = useState(() => new MaskLevels(renderAgain));
  useEffect(() => () => masks.dispose(), [masks]);
  useEffect(() => masks.follow(scene, settings, focalScale), [masks, scene, settings, focalScale]);
  return masks.of(scene, settings, focalScale);
}
