import type { PhotoId } from '../../contract/app/ids';
import type { ViewStage } from '../../contract/depth-view';
import type { DepthResult } from '../../contract/estimate';
import type { Failure } from '../../contract/failure';
import type { PhotoFacts } from '../../contract/app/photo';
import type { Settings } from '../../contract/app/settings';
import { OPEN_CLIP_BOX, type ClipBox } from '../../core/cloud/clip-box';
import type { LassoStroke } from '../../core/cloud/lasso';
import type { ColourMapName } from '../../core/formats/colour-map';
import { historyOf, type UndoHistory } from '../../core/history/undo-history';
import type { Precision, PrecisionChoice, PrecisionRequest } from '../../core/precision/precision';
import type { ColourMode, GridPixel } from '../viewer/view-scene';

export const VIEW_LAYOUTS = ['side', 'photo', 'depth', 'cloud'] as const;
/** All three side by side, or one. */
export type ViewLayout = (typeof VIEW_LAYOUTS)[number];

/** Why there is nothing to see yet: what the engine does, or what the window waits for before and after. */
export type LoadStage = 'engine' | ViewStage | 'photo' | 'upload';

/** How far the depth of the photo in view has come. */
export type DepthLoad =
  | { readonly state: 'loading'; readonly stage: LoadStage; readonly sinceMs: number }
  | { readonly state: 'failed'; readonly failure: Failure }
  | { readonly state: 'ready'; readonly depth: DepthResult; readonly picture: HTMLImageElement };

/** How clouds and depth are shown, for every photo. */
export interface ViewLook {
  readonly layout: ViewLayout;
  readonly colourMode: ColourMode;
  readonly colourMap: ColourMapName;
  readonly pointSize: number;
  /** Whether shapes are shaded by their depth, and how much: above 0, at most 1. */
  readonly relief: boolean;
  readonly reliefStrength: number;
  readonly hideEdges: boolean;
  readonly hideSky: boolean;
}

/** The photo in view. */
export interface Viewer {
  readonly photo: PhotoId | undefined;
  readonly load: DepthLoad | undefined;
  readonly facts: PhotoFacts | undefined;
  readonly factsFailure: Failure | undefined;
  /** The horizontal focal length in pixels that is shown; undefined: that of the depth. */
  readonly focalPx: number | undefined;
  readonly look: ViewLook;
  /** What is shown, in metres; undefined: all. */
  readonly cut: readonly [near: number, far: number] | undefined;
  /** The clip box of the photo in view; it clips where it is on. */
  readonly clip: { readonly on: boolean; readonly box: ClipBox };
  /** What was cut away by outlines, and whether another is being drawn. */
  readonly lasso: UndoHistory<readonly LassoStroke[]>;
  readonly drawsLasso: boolean;
  readonly pointed: PointedPixel | undefined;
}

/** The pixel under the pointer, whichever view it is over. */
export interface PointedPixel extends GridPixel {
  readonly depthMetres: number;
  /** Masked pixels have a depth but no point. */
  readonly masked: boolean;
}

export const NEW_VIEWER: Viewer = {
  photo: undefined,
  load: undefined,
  facts: undefined,
  factsFailure: undefined,
  focalPx: undefined,
  look: {
    layout: 'side',
    colourMode: 'photo',
    colourMap: 'turbo',
    pointSize: 1.5,
    relief: false,
    reliefStrength: 0.4,
    hideEdges: true,
    hideSky: true,
  },
  cut: undefined,
  clip: { on: false, box: OPEN_CLIP_BOX },
  lasso: historyOf([]),
  drawsLasso: false,
  pointed: undefined,
};

/** The viewer with another photo in view: how things are shown stays, what was shown goes. */
export function withPhoto(viewer: Viewer, photo: PhotoId): Viewer {
  return { ...NEW_VIEWER, look: viewer.look, photo };
}

/** The focal length shown, per focal length that the depth was made with. */
export function focalScaleOf(depth: Pick<DepthResult, 'camera'>, focalPx: number | undefined): number {
  return focalPx === undefined ? 1 : focalPx / depth.camera.intrinsics.fxPx;
}

/** What lengths along z are multiplied by when the focal length is. */
export function zScaleOf(depth: Pick<DepthResult, 'camera' | 'followsFocal'>, focalPx: number | undefined): number {
  return depth.followsFocal ? focalScaleOf(depth, focalPx) : 1;
}

/** What is pointed at, by a pixel of the depth's grid; undefined outside. */
export function pointedPixel(
  depth: Pick<DepthResult, 'widthPx' | 'heightPx' | 'depthMetres' | 'mask'>,
  { column, row }: GridPixel,
  depthScale: number,
): PointedPixel | undefined {
  if (column < 0 || row < 0 || column >= depth.widthPx || row >= depth.heightPx) return undefined;
  const i = row * depth.widthPx + column;
  return { column, row, depthMetres: depth.depthMetres[i]! * depthScale, masked: depth.mask[i] !== 0 };
}

/** In what the depth in view differs from the settings, so that it would come out otherwise now. */
export interface Staleness {
  readonly model: { readonly made: string; readonly set: string } | undefined;
  readonly precision: { readonly made: Precision; readonly set: PrecisionRequest } | undefined;
}

/**
 * Compares the depth in view with the settings. Undefined where it would come out the same.
 *
 * @param choice what the precision that is set comes down to; nothing is said of it while that is not known.
 */
export function stalenessOf(
  depth: Pick<DepthResult, 'model' | 'precision' | 'importedFrom'>,
  settings: Pick<Settings, 'model' | 'precision'>,
  choice: Pick<PrecisionChoice, 'used'> | undefined,
): Staleness | undefined {
  if (depth.importedFrom !== undefined) return undefined;
  const model = depth.model.id === settings.model ? undefined : { made: depth.model.id, set: settings.model };
  const made = depth.precision.used;
  const precision = !choice || choice.used === made ? undefined : { made, set: settings.precision };
  return model || precision ? { model, precision } : undefined;
}
