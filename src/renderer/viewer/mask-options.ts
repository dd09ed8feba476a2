import { maskLevels, maskLimits, type MaskSettings } from '../../core/depth/mask-depth';
import { shownIntrinsics } from './shown-point';
import type { ViewOptions, ViewScene } from './view-scene';

type MaskOptions = Pick<ViewOptions, 'levels' | 'levelLimits'>;
type MaskedScene = Pick<ViewScene, 'size' | 'depthMetres' | 'mask' | 'normals' | 'confidence' | 'intrinsics'>;

/**
 * What masks make of a scene, for its options. Levels are measured anew only where a setting changes them: a test that
 * comes on, another focal length for the grazing angle, anything for islands. The limits alone move else.
 */
export function rememberMasks(): (scene: MaskedScene, settings: MaskSettings, focalScale: number) => MaskOptions {
  let measured: { scene: MaskedScene; key: string; levels: ViewOptions['levels'] } | undefined;
  return (scene, settings, focalScale) => {
    const key = whatShapesLevels(settings, focalScale);
    if (measured?.scene !== scene || measured.key !== key) {
      const focal = { intrinsics: shownIntrinsics(scene, focalScale), normalStretch: 1 / focalScale };
      measured = { scene, key, levels: maskLevels(asDepth(scene), settings, focal) };
    }
    return { levels: measured.levels, levelLimits: maskLimits(settings) };
  };
}

function whatShapesLevels(settings: MaskSettings, focalScale: number): string {
  const { edgeThreshold, grazingDegrees, doubtfulPercent, smallestIslandPx } = settings;
  const focal = grazingDegrees < 90 ? focalScale : 1;
  const isOn = [edgeThreshold > 0, grazingDegrees < 90, doubtfulPercent > 0, smallestIslandPx > 1];
  return JSON.stringify(isOn[3] ? [{ ...settings, smallestIslandPx: 2 }, focal] : [isOn, focal]);
}

const asDepth = ({ size, intrinsics, depthMetres, mask, normals, confidence }: MaskedScene) => ({
  size,
  intrinsics,
  depthMetres,
  mask,
  normals,
  confidence,
});
