import { maskLevels, type MaskSettings } from '../../core/depth/mask-depth';
import { shownIntrinsics } from './shown-point';
import type { ViewOptions, ViewScene } from './view-scene';

/** What of a scene the masks look at. */
export type MaskedScene = Pick<ViewScene, 'size' | 'depthMetres' | 'mask' | 'normals' | 'confidence' | 'intrinsics'>;

/** What masks make of a scene at a focal length: see `maskLevels`. */
export function levelsOfScene(scene: MaskedScene, settings: MaskSettings, focalScale: number): ViewOptions['levels'] {
  const { size, depthMetres, mask, normals, confidence, intrinsics } = scene;
  return maskLevels({ size, intrinsics, depthMetres, mask, normals, confidence }, settings, {
    intrinsics: shownIntrinsics(scene, focalScale),
    normalStretch: 1 / focalScale,
  });
}

/** What levels depend on: a test that comes on, another focal length for the grazing angle, anything for islands. */
export function whatShapesLevels(settings: MaskSettings, focalScale: number): string {
  const { edgeThreshold, grazingDegrees, doubtfulPercent, smallestIslandPx } = settings;
  const focal = grazingDegrees < 90 ? focalScale : 1;
  const isOn = [edgeThreshold > 0, grazingDegrees < 90, doubtfulPercent > 0, smallestIslandPx > 1];
  return JSON.stringify(isOn[3] ? [{ ...settings, smallestIslandPx: 2 }, focal] : [isOn, focal]);
}
