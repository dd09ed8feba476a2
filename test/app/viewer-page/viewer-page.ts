import type { ImageSize, Intrinsics } from '../../../src/core/camera/intrinsics';
import type { ClipBox } from '../../../src/core/cloud/clip-box';
import type { LassoStroke } from '../../../src/core/cloud/lasso';
import type { MaskSettings } from '../../../src/core/depth/mask-depth';
import type { CloudLook, CloudPlacement } from '../../../src/renderer/viewer/cloud-placement';
import type { CloudViewStats } from '../../../src/renderer/viewer/cloud-view';
import type { PickedPoint, ViewOptions } from '../../../src/renderer/viewer/view-scene';

/** A scene as the page fetches it: raw little-endian arrays, and a photo. */
export interface SceneSource {
  readonly size: ImageSize;
  readonly intrinsics: Intrinsics;
  readonly followsFocal: boolean;
  readonly photo: string;
  readonly depth: string;
  readonly mask: string;
  readonly normals?: string;
  readonly confidence?: string;
}

/** Another photo's cloud as the page fetches it. */
export interface AddedSource {
  readonly id: string;
  readonly source: SceneSource;
  readonly placement: CloudPlacement;
}

/** A drawn canvas: red green blue alpha, top row first, in base64. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly base64: string;
}

/** What the page offers to the test, as `window.viewerPage`. */
export interface ViewerPage {
  /** Resolves with the first frame. */
  show(source: SceneSource): Promise<void>;
  showNothing(): Promise<void>;
  setOptions(change: Partial<ViewOptions>): Promise<void>;
  /** The masks from the next change of options, or scene, on. */
  setMasks(settings: MaskSettings): void;
  /** Which pixels of the scene the GPU shows at a focal scale: 255 or 0, [h,w], in base64. */
  visibleOnGpu(focalScale: number, clip?: ClipBox, lasso?: readonly LassoStroke[]): string;
  /** A grid on a level ground so far below the camera, and axes; undefined takes them away. */
  showGround(metresBelow: number | undefined): Promise<void>;
  /** The scene's levels, little-endian in base64, once they have followed its masks from none to these. */
  followedLevels(settings: MaskSettings, focalScale: number): Promise<string>;
  /** Places the cloud in view, and beside it those of other scenes. */
  arrange(own: CloudLook, added: readonly AddedSource[]): Promise<void>;
  fit(): Promise<void>;
  highlight(pixel: { column: number; row: number } | undefined): Promise<void>;
  /** A frame's pixels. */
  picture(): Promise<Picture>;
  depthPicture(): Promise<Picture>;
  readDepthAt(column: number, row: number): number | undefined;
  pickAt(clientX: number, clientY: number): PickedPoint | undefined;
  hovered(): PickedPoint | undefined;
  stats(): CloudViewStats;
  resize(widthPx: number, heightPx: number): Promise<void>;
  /** Names of the events told since the page began. */
  events(): readonly string[];
  loseContext(): void;
  restoreContext(): void;
  dispose(): CloudViewStats;
  /** A new view on the same canvas. */
  reopen(): void;
  /** Shows about a million points before a photo of this width, and takes the time. */
  measure(photoWidthPx: number): Promise<Measurement>;
  /** Moves each slider over a million points; see `timeSliders`. */
  measureSliders(): Promise<Readonly<Record<string, readonly number[]>>>;
  /** Orbits nothing, then ten million points. */
  measureOrbit(): Promise<OrbitMeasurement>;
}

/** Milliseconds from one frame to the next. */
export interface OrbitMeasurement {
  readonly points: number;
  /** Of the last frame. */
  readonly drawnPoints: number;
  readonly emptyFrameMs: readonly number[];
  readonly frameMs: readonly number[];
}

/** Milliseconds, each to the end of the GPU's work unless said otherwise. */
export interface Measurement {
  readonly points: number;
  /** Frames without a scene. */
  readonly emptyFrameMs: readonly number[];
  /** The call of `show` alone, on the page's thread. */
  readonly showCallMs: number;
  /** From the call of `show` to its first picture. */
  readonly shownMs: number;
  readonly frameMs: readonly number[];
  readonly pickMs: readonly number[];
}
