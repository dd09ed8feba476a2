import type { InputSizePolicy } from '../models/descriptor';
import type { ImageSize, Intrinsics } from './intrinsics';
import { pixels, type Pixels } from './units';

/** Past this difference of fx and fy the picture is resized to square pixels first (architecture.md, "Camera"). */
const SQUARE_PIXEL_TOLERANCE = 0.02;

/** Where a photo lies in a model's input, and the focal length the model is fed. */
export interface InputGeometry {
  /** Size of the input tensor. */
  readonly input: ImageSize;
  /** The part of the input that the photo fills; the rest is padding. */
  readonly content: ImageSize & { readonly leftPx: number; readonly topPx: number };
  /** Mean of fx and fy of the content as fed, in input pixels. */
  readonly fedFocalPx: Pixels;
}

/**
 * Lays an oriented photo into a model's input.
 *
 * *fixed*: s = min(W_in / w, H_in / h), content rounded to whole pixels, centred, padded (Metric3D, mono/utils/do_test.py).
 * *stretch*: the photo fills the one size there is, so sx and sy differ as the aspects do (Depth Pro).
 * *fit*: no padding; both sides rounded to the multiple, so sx = w_in / w and sy = h_in / h differ (multiples of 32 near
 * 384 × 512: by up to 7 %, and 9 % beyond 2.6:1); aspects beyond `maxAspect` are letterboxed into an input of that aspect.
 * *shorterSide*: as *fit*, with the shorter side given instead of the area (Depth Anything V2).
 * f_fed = (fx·sx + fy·sy) / 2 with the content's real size.
 */
export function planInput(policy: InputSizePolicy, photo: ImageSize, intrinsics: Intrinsics): InputGeometry {
  const square = withSquarePixels(photo, intrinsics);
  const input = inputSize(policy, square);
  const content = fills(policy, square) ? { ...input, leftPx: 0, topPx: 0 } : letterbox(square, input);
  return { input, content, fedFocalPx: fedFocalPx(content, photo, intrinsics) };
}

/** Mean of fx and fy of a photo resized to `content`, in pixels of that. */
export function fedFocalPx(content: ImageSize, photo: ImageSize, { fxPx, fyPx }: Intrinsics): Pixels {
  const scaleX = content.widthPx / photo.widthPx;
  const scaleY = content.heightPx / photo.heightPx;
  return pixels((fxPx * scaleX + fyPx * scaleY) / 2);
}

function inputSize(policy: InputSizePolicy, square: ImageSize): ImageSize {
  switch (policy.kind) {
    case 'fixed':
    case 'stretch':
      return { widthPx: policy.widthPx, heightPx: policy.heightPx };
    case 'fit': {
      const ratio = Math.min(aspect(square), policy.maxAspect);
      return sidesNear(square, Math.sqrt(policy.targetAreaPx / ratio), ratio, policy.multipleOfPx);
    }
    case 'shorterSide': {
      const ratio = Math.min(aspect(square), policy.maxAspect);
      return sidesNear(square, policy.shorterSidePx, ratio, policy.multipleOfPx);
    }
  }
}

/** Whether the photo fills the whole input, without bars. */
function fills(policy: InputSizePolicy, square: ImageSize): boolean {
  switch (policy.kind) {
    case 'fixed':
      return false;
    case 'stretch':
      return true;
    case 'fit':
    case 'shorterSide':
      return aspect(square) <= policy.maxAspect;
  }
}

/** The size the photo would have with square pixels; its own where fx and fy are as good as equal. */
function withSquarePixels(photo: ImageSize, { fxPx, fyPx }: Intrinsics): ImageSize {
  const ratio = fxPx / fyPx;
  if (Math.abs(ratio - 1) <= SQUARE_PIXEL_TOLERANCE) return photo;
  return { widthPx: photo.widthPx, heightPx: photo.heightPx * ratio };
}

/** A size that lies the way the photo lies, its sides rounded to multiples. */
function sidesNear(photo: ImageSize, shorter: number, ratio: number, multiplePx: number): ImageSize {
  const shorterPx = roundToMultiple(shorter, multiplePx);
  const longerPx = roundToMultiple(shorter * ratio, multiplePx);
  return photo.widthPx >= photo.heightPx
    ? { widthPx: longerPx, heightPx: shorterPx }
    : { widthPx: shorterPx, heightPx: longerPx };
}

function letterbox(photo: ImageSize, input: ImageSize): InputGeometry['content'] {
  const scale = Math.min(input.widthPx / photo.widthPx, input.heightPx / photo.heightPx);
  const widthPx = clamp(Math.round(photo.widthPx * scale), 1, input.widthPx);
  const heightPx = clamp(Math.round(photo.heightPx * scale), 1, input.heightPx);
  return {
    widthPx,
    heightPx,
    leftPx: Math.floor((input.widthPx - widthPx) / 2),
    topPx: Math.floor((input.heightPx - heightPx) / 2),
  };
}

const aspect = ({ widthPx, heightPx }: ImageSize): number => Math.max(widthPx, heightPx) / Math.min(widthPx, heightPx);
const roundToMultiple = (value: number, multiple: number): number =>
  Math.max(multiple, Math.round(value / multiple) * multiple);
const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));
