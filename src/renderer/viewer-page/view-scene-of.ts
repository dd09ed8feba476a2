import type { DepthResult } from '../../contract/estimate';
import { clipLimits } from '../../core/cloud/clip-box';
import type { DepthMap } from '../../core/depth/depth-map';
import { depthMapRows, depthRangeMetres } from '../../core/depth/depth-map';
import { MaskReason } from '../../core/depth/depth-rows';
import type { MaskSettings } from '../../core/depth/mask-depth';
import { depthScaleOf } from '../../core/formats/depth-scale';
import { focalScaleOf, type Viewer, zScaleOf } from '../state/viewer';
import { maskOfAll } from '../viewer/scene-beside';
import { shownIntrinsics } from '../viewer/shown-point';
import type { ViewOptions, ViewScene } from '../viewer/view-scene';

/** A depth that has come, as the views take it. */
export function viewSceneOf(depth: DepthResult, photo: HTMLImageElement): ViewScene {
  return {
    size: { widthPx: depth.widthPx, heightPx: depth.heightPx },
    depthMetres: depth.depthMetres,
    mask: maskOfModelAlone(depth.mask),
    normals: depth.normals,
    confidence: depth.confidence,
    intrinsics: depth.intrinsics,
    followsFocal: depth.followsFocal,
    photo,
  };
}

/** The depth of another photo, as it is shown beside the one in view: with the masks that it came with. */
export function addedSceneOf(depth: DepthResult, photo: HTMLImageElement): ViewScene {
  return { ...viewSceneOf(depth, photo), mask: maskOfAll(depth.mask) };
}

/** Without the bits of the tests, which the views make themselves as their limits move. */
function maskOfModelAlone(mask: Uint8Array): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(mask, (reasons) => reasons & (MaskReason.outOfRange | MaskReason.sky));
}

/** Depths of a photo, at the focal length it was made with: what its colours span, and what there is. Metres. */
export interface DepthSpan {
  readonly colours: readonly [near: number, far: number];
  readonly all: readonly [near: number, far: number];
}

/** Where every pixel is masked there is nothing to span: any stretch will do. */
const NOTHING: DepthSpan = { colours: [1, 10], all: [1, 10] };

/** Measures what a depth spans. */
export function depthSpanOf(depth: DepthResult): DepthSpan {
  const map: DepthMap = {
    size: { widthPx: depth.widthPx, heightPx: depth.heightPx },
    intrinsics: depth.intrinsics,
    depthMetres: depth.depthMetres,
    mask: depth.mask,
    normals: undefined,
    confidence: undefined,
  };
  const all = depthRangeMetres(map);
  const colours = depthScaleOf(depthMapRows(map));
  if (!all || !colours) return NOTHING;
  return { colours: [colours.nearMetres, colours.farMetres], all };
}

/** How a depth is to be shown, by what is set in the viewer. */
export function viewOptionsOf(
  { look, cut, clip, focalPx }: Pick<Viewer, 'look' | 'cut' | 'clip' | 'focalPx'>,
  depth: Pick<DepthResult, 'camera' | 'followsFocal' | 'widthPx' | 'heightPx' | 'intrinsics'>,
  span: DepthSpan,
  masks: Pick<ViewOptions, 'levels' | 'levelLimits' | 'lasso'>,
): ViewOptions {
  const zScale = zScaleOf(depth, focalPx);
  const focalScale = focalScaleOf(depth, focalPx);
  const [nearMetres, farMetres] = cut ?? [0, Infinity];
  return {
    colourMode: look.colourMode,
    colourMap: look.colourMap,
    pointSize: look.pointSize,
    reliefStrength: look.relief ? look.reliefStrength : 0,
    hideSky: look.hideSky,
    ...masks,
    nearMetres,
    farMetres,
    clip: clip.on ? clipLimits(clip.box, depth, shownIntrinsics(depth, focalScale)) : undefined,
    focalScale,
    depthRangeMetres: [span.colours[0] * zScale, span.colours[1] * zScale],
  };
}

/** The masks as they are shown: as they are set, but for those that are looked behind. */
export function shownMasks(settings: MaskSettings, look: Pick<Viewer['look'], 'hideEdges' | 'hideSky'>): MaskSettings {
  return { ...settings, edgeThreshold: look.hideEdges ? settings.edgeThreshold : 0, keepSky: !look.hideSky };
}
