import type { ImageSize, Intrinsics } from '../../core/camera/intrinsics';
import type { ClipLimits } from '../../core/cloud/clip-box';
import type { TestLimits } from '../../core/depth/mask-depth';
import type { ColourMapName } from '../../core/formats/colour-map';

/** One photo's depth as the views show it: everything on one grid but the photo, which lies over that grid. */
export interface ViewScene {
  readonly size: ImageSize;
  /** Planar z in metres, [h,w]. */
  readonly depthMetres: Float32Array<ArrayBuffer>;
  /** `MaskReason` bits, [h,w]; only those the model itself sets hide anything, for the rest there are levels. */
  readonly mask: Uint8Array<ArrayBuffer>;
  /** Unit normals, OpenCV camera frame, interleaved [h,w,3]. */
  readonly normals?: Float32Array<ArrayBuffer> | undefined;
  /** 0 to 1, [h,w]. */
  readonly confidence?: Float32Array<ArrayBuffer> | undefined;
  /** The camera that the depth was made with, in this grid's pixels. */
  readonly intrinsics: Intrinsics;
  /** Whether a longer focal makes depth longer (canonical models) or leaves it alone (metric ones). */
  readonly followsFocal: boolean;
  /** The oriented photo, of any size and loaded. It is read once, when the scene is shown. */
  readonly photo: ImageBitmap | HTMLImageElement;
}

/** What points are coloured by. A scene without normals or confidence shows the photo instead. */
export type ColourMode = 'photo' | 'depth' | 'normal' | 'confidence';

/** How a scene is shown. All depths are those shown, that is after `focalScale`. */
export interface ViewOptions {
  readonly colourMode: ColourMode;
  readonly colourMap: ColourMapName;
  /**
   * 1 to 8: side of a point in multiples of its pixel's footprint, the z / f metres that one grid pixel spans at its
   * depth. At 1 points touch when seen from where the photo was taken; 1.5 closes most gaps of an orbit.
   */
  readonly pointSize: number;
  /** 0 to 1: how much shapes are shaded by their depth; 0 leaves colours as they are and costs nothing. */
  readonly reliefStrength: number;
  /** Points nearer than this are not shown. */
  readonly nearMetres: number;
  /** Points farther than this are not shown; may be Infinity. */
  readonly farMetres: number;
  /** What the masks make of the scene: a pixel with a level above its limit is not shown. See `maskLevels`. */
  readonly levels: Uint16Array<ArrayBuffer>;
  readonly levelLimits: TestLimits;
  readonly hideSky: boolean;
  /** The depths of the shown camera that lie inside the clip box; undefined where there is none. */
  readonly clip?: ClipLimits | undefined;
  /** 1 where the lasso cuts a pixel's point away, [h,w]; undefined where there is none. */
  readonly lasso?: Uint8Array<ArrayBuffer> | undefined;
  /** Focal length to show with, per focal length of the scene's intrinsics. Needs no new depth. */
  readonly focalScale: number;
  /** The depths at the two ends of the colours, 0 < near < far. Between them colours follow `nearnessOn` of the core. */
  readonly depthRangeMetres: readonly [near: number, far: number];
}

/** A pixel of a scene's grid. */
export interface GridPixel {
  readonly column: number;
  readonly row: number;
}

/** A pixel of a scene's grid and the point it became. */
export interface PickedPoint extends GridPixel {
  /** Planar z as shown. */
  readonly depthMetres: number;
  /** Metres, OpenCV camera frame: x right, y down, z forward. */
  readonly position: readonly [x: number, y: number, z: number];
}
