import type { TurntablePath } from './turntable-path';

export const MULTIPLES = [1, 2, 4] as const;
/** How many times as wide and high as shown a picture is. */
export type Multiple = (typeof MULTIPLES)[number];

/** What lies behind the points: the colour of the theme, or nothing. */
export const BACKGROUNDS = ['theme', 'transparent'] as const;
export type Background = (typeof BACKGROUNDS)[number];

export const FRAME_RATES = [12, 24, 30] as const;
export type FrameRate = (typeof FRAME_RATES)[number];

export const SHORT_SIDES = [480, 720, 1080] as const;
/** Pixels of a turntable's shorter side; its shape is that of the view. */
export type ShortSide = (typeof SHORT_SIDES)[number];

export const TURNTABLE_FORMATS = ['mp4', 'webm', 'gif'] as const;
export type TurntableFormat = (typeof TURNTABLE_FORMATS)[number];

export const SHORTEST_SECONDS = 2;
export const LONGEST_SECONDS = 10;

/** How fine a turntable is: a GIF of as many pixels as a video has would be many times its size. */
export interface Fineness {
  readonly framesPerSecond: FrameRate;
  readonly shortSidePx: ShortSide;
}

/** What the next picture and the next turntable are to be like; kept while the window is open. */
export interface CaptureChoices {
  readonly multiple: Multiple;
  readonly background: Background;
  readonly path: TurntablePath['kind'];
  /** From end to end of a swing. */
  readonly swingDegrees: number;
  readonly seconds: number;
  /** Undefined: the first that can be written here. */
  readonly format: TurntableFormat | undefined;
  readonly video: Fineness;
  readonly gif: Fineness;
}

/** A swing, for a photo's cloud has no back. */
export const NEW_CAPTURE: CaptureChoices = {
  multiple: 1,
  background: 'theme',
  path: 'swing',
  swingDegrees: 40,
  seconds: 4,
  format: undefined,
  video: { framesPerSecond: 30, shortSidePx: 720 },
  gif: { framesPerSecond: 12, shortSidePx: 480 },
};
